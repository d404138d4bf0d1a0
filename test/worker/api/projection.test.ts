import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { ChargerEventBody } from '../../../src/contracts/charger-event.ts';
import { countingDatabase } from '../../support/worker/counting-database.ts';
import { newAccount, newCharger } from '../../support/worker/api-client.ts';
import { eventsOf, statusChanged, transactionBody } from '../../support/worker/projected-events.ts';

async function newOwner() {
  const account = await newAccount();
  const charger = await newCharger(account);
  return { account, ...charger, events: eventsOf({ accountId: account.accountId, ...charger }) };
}

function session(chargeBoxId: string, transactionId: string): ChargerEventBody[] {
  const running = transactionBody({ transactionId, chargeBoxId });
  return [
    statusChanged(1, 'Preparing'),
    { event: 'transaction.started', data: running },
    statusChanged(1, 'Charging'),
    statusChanged(1, 'SuspendedEV'),
    statusChanged(1, 'Finishing'),
    {
      event: 'transaction.stopped',
      data: { ...running, status: 'completed', stopTime: '2025-01-15T11:50:00Z', meterStop: 28_730 },
    },
    statusChanged(1, 'Available'),
  ];
}

test('a whole session, each event in a batch of its own, writes at most 18 rows in D1', async () => {
  const { chargeBoxId, chargerId, events } = await newOwner();
  await events.project(events.number([statusChanged(1, 'Available'), statusChanged(2, 'Available')]));
  const { db, counts } = countingDatabase(env.DB);
  for (const event of session(chargeBoxId, `txn_${chargerId}`))
    await events.project(events.number([event]), db);
  expect(counts.rowsWritten).toBeLessThanOrEqual(18);
});

test('a batch that comes again writes nothing and counts nothing twice', async () => {
  const { account, chargeBoxId, chargerId, events } = await newOwner();
  const batch = events.number([
    { event: 'charger.connected', data: {} },
    ...session(chargeBoxId, `txn_${chargerId}`),
  ]);
  await events.project(batch);
  const { db, counts } = countingDatabase(env.DB);
  await events.project(batch, db);
  expect(counts.rowsWritten).toBe(0);
  const list = await account.call('GET', '/api/v1/transactions');
  expect(list.body).toMatchObject({ pagination: { total: 1 } });
});

test('an old batch that comes after a new one changes nothing', async () => {
  const { account, chargeBoxId, chargerId, events } = await newOwner();
  const old = events.number([
    { event: 'charger.connected', data: {} },
    statusChanged(1, 'Available'),
    {
      event: 'transaction.started',
      data: transactionBody({ transactionId: `txn_${chargerId}`, chargeBoxId }),
    },
  ]);
  await events.project(old);
  await events.project(
    events.number([
      ...session(chargeBoxId, `txn_${chargerId}`).slice(5, 6),
      statusChanged(1, 'Faulted'),
      { event: 'charger.disconnected', data: { reason: 'closed', lastSeenAt: '2025-01-15T12:00:00Z' } },
    ]),
  );
  await events.project(old);
  expect((await account.call('GET', '/api/v1/chargers?connectorStatus=Faulted')).body).toMatchObject({
    chargers: [{ chargeBoxId, isOnline: false }],
  });
  expect((await account.call('GET', '/api/v1/transactions')).body).toMatchObject({
    transactions: [{ status: 'completed' }],
  });
});

test('boot and connection are shown in the list', async () => {
  const { account, chargeBoxId, events } = await newOwner();
  await events.project(
    events.number([
      { event: 'charger.connected', data: {} },
      {
        event: 'charger.boot',
        data: { vendor: 'ABB', model: 'Terra', firmwareVersion: '1.6.6', registration: 'Accepted' },
      },
    ]),
  );
  expect((await account.call('GET', `/api/v1/chargers?q=${chargeBoxId}`)).body).toMatchObject({
    chargers: [{ vendor: 'ABB', model: 'Terra', firmwareVersion: '1.6.6' }],
  });
});

test('events of a deleted charger leave nothing behind but its transactions', async () => {
  const { account, chargeBoxId, chargerId, events } = await newOwner();
  await account.call('DELETE', `/api/v1/chargers/${chargeBoxId}`);
  await events.project(
    events.number([{ event: 'charger.connected', data: {} }, ...session(chargeBoxId, `txn_${chargerId}`)]),
  );
  const { results } = await env.DB.prepare('SELECT 1 FROM connector_statuses WHERE charger_id = ?')
    .bind(chargerId)
    .all();
  expect(results).toEqual([]);
  expect((await account.call('GET', '/api/v1/transactions')).body).toMatchObject({
    transactions: [{ chargeBoxId, status: 'completed' }],
  });
});
