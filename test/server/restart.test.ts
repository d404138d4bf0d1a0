import { expect, onTestFinished, test } from 'vitest';
import { accountIdOf, register, transactionsOf } from '../support/account.ts';
import { ChargePoint } from '../support/charge-point.ts';
import { boot, meterValues, start, status, stop } from '../support/charger-messages.ts';
import { onlineCharger } from '../support/online-charger.ts';
import { RawCharger } from '../support/raw-charger.ts';
import { RestClient } from '../support/rest-client.ts';
import { newAccount, startServer, unique } from '../support/server.ts';

test('a session survives the end of the server: key, charger, energy and commands are there after its start', async () => {
  const first = await startServer();
  onTestFinished(() => first.remove());
  const before = await newAccount(first);
  const chargeBoxId = unique('CP');
  const registered = await register(before, chargeBoxId);
  const accountId = await accountIdOf(first, registered);
  const cutOff = await ChargePoint.connect(first.url, chargeBoxId);
  await cutOff.call('BootNotification', boot());
  await cutOff.call('StatusNotification', status(1, 'Preparing'));
  await before.post('/transactions/start', { chargeBoxId, connectorId: 1, idTag: 'USER-001' });
  const started = await cutOff.call('StartTransaction', start({}));
  const { transactionId } = started;
  await cutOff.call('MeterValues', meterValues(1, transactionId, '2025-01-15T10:45:00Z', 12_450));
  // At once: what was acknowledged is kept, delivered or not.
  await first.stop();

  const second = await startServer({ dataFolder: first.dataFolder });
  onTestFinished(() => second.stop());
  const after = new RestClient(second.url, before.apiKey);
  expect((await after.get(`/chargers/${chargeBoxId}`)).body).toMatchObject({
    isOnline: false,
    vendor: 'ABB',
    connectors: [{ connectorId: 1, status: 'Preparing' }],
  });
  const charger = await ChargePoint.connect(second.url, chargeBoxId);
  expect(await charger.call('StartTransaction', start({}))).toEqual(started);
  await expect
    .poll(() => transactionsOf(after, chargeBoxId))
    .toMatchObject([
      { status: 'in_progress', energyDelivered: 2.45, remoteStarted: true, idTag: 'USER-001' },
    ]);
  const [running] = await transactionsOf(after, chargeBoxId);
  expect(await after.post(`/transactions/${running?.transactionId}/stop`)).toMatchObject({ status: 202 });
  expect(charger.received).toEqual([{ action: 'RemoteStopTransaction', payload: { transactionId } }]);
  await charger.call('StopTransaction', stop({ transactionId }));
  await expect
    .poll(() => transactionsOf(after, chargeBoxId))
    .toMatchObject([
      { status: 'completed', energyDelivered: 18.73, durationMinutes: 75, stopReason: 'Remote' },
    ]);
  const events = await second.objectRows(
    'EventLog',
    `${accountId}:0`,
    `SELECT data ->> '$.event.sequence' AS sequence, data ->> '$.event.event' AS event FROM events ORDER BY number`,
  );
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
  const names = events.map(({ event }) => event);
  expect(names.filter((name) => name === 'transaction.started')).toHaveLength(1);
  expect(names.filter((name) => name === 'transaction.stopped')).toHaveLength(1);
  expect(names.filter((name) => name === 'charger.disconnected')).toHaveLength(1);
  await charger.close();
});

test('a remote start that was out when the server ended is told of, and holds up nothing afterwards', async () => {
  const first = await startServer();
  onTestFinished(() => first.remove());
  const before = await newAccount(first);
  const { chargeBoxId, charger: cutOff } = await onlineCharger(before);
  const lost = before.post('/transactions/start', { chargeBoxId, connectorId: 1 }).catch(() => 'no answer');
  const { id } = await cutOff.nextCall();
  await first.stop();
  expect(await lost).toBe('no answer');

  const second = await startServer({ dataFolder: first.dataFolder });
  onTestFinished(() => second.stop());
  const after = new RestClient(second.url, before.apiKey);
  const charger = await RawCharger.connect(second.url, chargeBoxId);
  const answer = after.post('/transactions/start', { chargeBoxId, connectorId: 1, idTag: 'NEXT' });
  const next = await charger.nextCall();
  expect(next.payload).toEqual({ connectorId: 1, idTag: 'NEXT' });
  // An answer to what the charger was asked before.
  charger.sendFrame(3, id, { status: 'Rejected' });
  charger.sendFrame(3, next.id, { status: 'Accepted' });
  expect(await answer).toMatchObject({ status: 202, body: { status: 'Accepted', commandId: next.id } });
  await charger.close();
});
