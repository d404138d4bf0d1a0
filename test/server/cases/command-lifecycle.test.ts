import { expect, test } from 'vitest';
import { SILENCE } from '../../support/charge-point.ts';
import { SOON } from '../../support/charger-view.ts';
import { newAccount, sharedServer } from '../../support/server.ts';
import { Station } from '../../support/station.ts';

const account = await newAccount(sharedServer());
const KEY = '0102030405060708090a0b0c0d0e0f10aabbccdd';

test('#328 X-O03 the life of a command can be read: times, answer, and both frames', async () => {
  const station = await Station.booted(account);
  await station.order('cache/clear');
  const command = (await station.lastCommand()) as { commandId: string };
  expect(command).toMatchObject({
    state: 'answered',
    createdAt: expect.any(String),
    sentAt: expect.any(String),
    endedAt: expect.any(String),
    deliverUntil: null,
    frames: {
      sent: JSON.stringify([2, command.commandId, 'ClearCache', {}]),
      received: JSON.stringify([3, command.commandId, { status: 'Accepted' }]),
    },
  });
  await station.close('ClearCache');
});

test('a command for a charger that is offline waits for it where that was asked, and is sent after its first message', async () => {
  const station = await Station.booted(account);
  await station.drop();
  await expect.poll(() => station.read(), SOON).toMatchObject({ isOnline: false });
  expect(await station.order('cache/clear')).toMatchObject({ status: 503 });
  expect(await station.order('cache/clear', { deliverWithinSeconds: 600 })).toMatchObject({
    status: 202,
    body: { status: 'Queued', deliverUntil: expect.any(String), commandId: expect.stringMatching(/^cmd_/) },
  });
  expect(await station.lastCommand()).toMatchObject({ state: 'queued', sentAt: null });
  await station.connect();
  await station.call('Heartbeat', {});
  await expect
    .poll(() => station.lastCommand(), SOON)
    .toMatchObject({ state: 'answered', answer: { status: 'Accepted' } });
  await station.close('ClearCache');
});

test('a command that could not be delivered in time expires, and is not sent any more', async () => {
  const station = await Station.booted(account);
  await station.drop();
  await expect.poll(() => station.read(), SOON).toMatchObject({ isOnline: false });
  await station.order('cache/clear', { deliverWithinSeconds: 1 });
  await expect
    .poll(() => station.lastCommand(), { timeout: 15_000, interval: 100 })
    .toMatchObject({ state: 'expired', sentAt: null });
  await station.connect();
  await station.call('Heartbeat', {});
  await station.close();
});

test.each([
  ['RemoteStartTransaction', { idTag: 'VALID1', connectorId: 1 }],
  ['RemoteStopTransaction', { transactionId: 1 }],
  ['Reset', { type: 'Soft' }],
  ['UnlockConnector', { connectorId: 1 }],
  ['ChangeConfiguration', { key: 'AuthorizationKey', value: KEY }],
])('%s is never kept for later: 400, whether or not the charger is there', async (action, payload) => {
  const station = await Station.booted(account);
  expect(await station.order('commands', { action, payload, deliverWithinSeconds: 60 })).toMatchObject({
    status: 400,
    body: { error: { details: [{ field: 'deliverWithinSeconds' }] } },
  });
  await station.close();
});

test('what the charger answers late takes effect late', async () => {
  const station = await Station.booted(account);
  let release: (() => void) | undefined;
  station.on('ChangeAvailability', async () => {
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    return { status: 'Accepted' };
  });
  const asked = { connectorId: 1, type: 'Inoperative', timeoutSeconds: 1 };
  expect(await station.order('availability', asked)).toMatchObject({ status: 504 });
  expect(await station.connector(1)).toMatchObject({ desiredAvailability: null });
  release?.();
  await expect.poll(() => station.lastCommand(), SOON).toMatchObject({ state: 'late' });
  expect(await station.connector(1)).toMatchObject({ desiredAvailability: 'Inoperative' });
  await station.close('ChangeAvailability');
});

test('a secret in a command is in neither its row nor its frames', async () => {
  const station = await Station.booted(account);
  station.on('ChangeConfiguration', () => ({ status: 'Rejected' }));
  const payload = { key: 'AuthorizationKey', value: KEY };
  expect(await station.order('commands', { action: 'ChangeConfiguration', payload })).toMatchObject({
    status: 200,
    body: { status: 'Rejected' },
  });
  expect(await station.lastCommand()).toMatchObject({ payload: { key: 'AuthorizationKey', value: '***' } });
  expect(JSON.stringify(await station.lastCommand())).not.toContain(KEY);
  await station.close('ChangeConfiguration');
  expect(station.received[0]?.payload).toEqual(payload);
});

test('what our own schema refuses is 400, names the field, and is not sent', async () => {
  const station = await Station.booted(account);
  for (const [action, payload, field] of [
    ['Reset', { type: 'Warm' }, 'type'],
    ['ChangeConfiguration', { key: 'x'.repeat(51), value: '1' }, 'key'],
    ['SetChargingProfile', { connectorId: 1 }, 'csChargingProfiles'],
    ['GetDiagnostics', { location: 'not a url' }, 'location'],
  ] as const) {
    expect(await station.order('commands', { action, payload })).toMatchObject({
      status: 400,
      body: { error: { code: 'VALIDATION_ERROR', details: [{ field, in: 'body' }] } },
    });
  }
  expect(await station.order('commands', { action: 'Heartbeat', payload: {} })).toMatchObject({
    status: 400,
  });
  await station.close();
});

test('a silent charger: the command times out, and the next one is sent all the same', async () => {
  const station = await Station.booted(account);
  station.on('ClearCache', SILENCE);
  expect(await station.order('cache/clear', { timeoutSeconds: 1 })).toMatchObject({ status: 504 });
  expect(await station.order('unlock', { connectorId: 1 })).toMatchObject({ status: 200 });
  await station.close('ClearCache', 'UnlockConnector');
});
