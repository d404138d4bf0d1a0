import { expect, test } from 'vitest';
import { SOON } from '../../support/charger-view.ts';
import { boot } from '../../support/charger-messages.ts';
import { registerCaseTags } from '../../support/id-tags.ts';
import { newAccount, sharedServer } from '../../support/server.ts';
import { Station } from '../../support/station.ts';

const account = await newAccount(sharedServer());
await registerCaseTags(account);

/** Answers the next call of the action so. */
async function answering(action: string, confirmation: Record<string, unknown>): Promise<Station> {
  const station = await Station.booted(account);
  station.on(action, () => confirmation);
  return station;
}

function sentPayloads(station: Station): unknown[] {
  return station.received.map(({ payload }) => payload);
}

test.each(['Accepted', 'Rejected'])(
  '#7 TC_061_CSMS, #259 X-K15 clearing the authorization cache: {} is sent and the answer %s is shown as such',
  async (status) => {
    const station = await answering('ClearCache', { status });
    expect(await station.order('cache/clear')).toMatchObject({ status: 200, body: { status } });
    expect(await station.lastCommand()).toMatchObject({
      action: 'ClearCache',
      state: 'answered',
      answer: { status },
    });
    await station.close('ClearCache');
    expect(sentPayloads(station)).toEqual([{}]);
  },
);

test.each(['Hard', 'Soft'])(
  '#12 TC_013_CSMS, #13 TC_014_CSMS a %s reset: the disconnect and the boot are visible, and the command leads to the boot',
  async (type) => {
    const station = await Station.booted(account);
    expect(await station.order('reset', { type })).toMatchObject({
      status: 200,
      body: { status: 'Accepted' },
    });
    expect(await station.lastCommand()).toMatchObject({ outcome: { state: 'pending' } });
    await station.drop();
    await expect.poll(() => station.read(), SOON).toMatchObject({ isOnline: false });
    await station.connect();
    expect(await station.call('BootNotification', boot())).toMatchObject({ status: 'Accepted' });
    await station.status(1, 'Available');
    expect(await station.read()).toMatchObject({ isOnline: true });
    expect(await station.lastCommand()).toMatchObject({
      state: 'answered',
      outcome: { state: 'fulfilled', message: { action: 'BootNotification' } },
    });
    await station.close('Reset');
    expect(sentPayloads(station)).toEqual([{ type }]);
  },
);

test.each([
  ['#14 TC_017_1_CSMS', 'Unlocked'],
  ['#15 TC_017_2_CSMS', 'NotSupported'],
  ['#26 TC_030_CSMS', 'UnlockFailed'],
])('%s unlocking without a session: %s is the result, not a fault', async (_case, status) => {
  const station = await answering('UnlockConnector', { status });
  expect(await station.order('unlock', { connectorId: 1 })).toMatchObject({ status: 200, body: { status } });
  await station.close('UnlockConnector');
  expect(sentPayloads(station)).toEqual([{ connectorId: 1 }]);
});

test('#16 TC_018_1_CSMS unlocking with a session: Finishing may precede the stop, which ends it as UnlockCommand', async () => {
  const station = await answering('UnlockConnector', { status: 'Unlocked' });
  await station.status(1, 'Preparing');
  const { transactionId } = await station.start();
  await station.status(1, 'Charging');
  expect(await station.order('unlock', { connectorId: 1 })).toMatchObject({ body: { status: 'Unlocked' } });
  await station.status(1, 'Finishing');
  await station.stop(transactionId, { reason: 'UnlockCommand' });
  await station.status(1, 'Available');
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([{ status: 'completed', stopReason: 'UnlockCommand' }]);
  await station.close('UnlockConnector');
});

test('#25 TC_028_CSMS a raw stop of an unknown transaction is sent with that id; Rejected leaves the running session alone', async () => {
  const station = await answering('RemoteStopTransaction', { status: 'Rejected' });
  await station.start();
  const raw = { action: 'RemoteStopTransaction', payload: { transactionId: 4_711 } };
  expect(await station.order('commands', raw)).toMatchObject({ status: 200, body: { status: 'Rejected' } });
  await expect.poll(() => station.transactions(), SOON).toMatchObject([{ status: 'in_progress' }]);
  expect(await station.lastCommand()).toMatchObject({ answer: { status: 'Rejected' }, outcome: null });
  await station.close('RemoteStopTransaction');
  expect(sentPayloads(station)).toEqual([{ transactionId: 4_711 }]);
});

test('#27 TC_031_CSMS unlocking an unknown connector by the raw route is sent, its answer shown, and no connector made', async () => {
  const station = await answering('UnlockConnector', { status: 'NotSupported' });
  expect(await station.order('unlock', { connectorId: 99 })).toMatchObject({
    status: 404,
    body: { error: { code: 'NOT_FOUND', details: { knownConnectors: [1] } } },
  });
  const raw = { action: 'UnlockConnector', payload: { connectorId: 99 } };
  expect(await station.order('commands', raw)).toMatchObject({
    status: 200,
    body: { status: 'NotSupported' },
  });
  expect((await account.get(`/chargers/${station.chargeBoxId}/connectors/99/status`)).status).toBe(404);
  await station.close('UnlockConnector');
});

test('#253 X-K09, #256 X-K12 out of service and back: accepted, reported, and shown as what was asked', async () => {
  const station = await Station.booted(account);
  const asked = { connectorId: 1, type: 'Inoperative' };
  expect(await station.order('availability', asked)).toMatchObject({
    status: 200,
    body: { status: 'Accepted' },
  });
  await station.status(1, 'Unavailable');
  expect(await station.connector(1)).toMatchObject({
    status: 'Unavailable',
    desiredAvailability: 'Inoperative',
  });
  expect(await station.lastCommand()).toMatchObject({
    outcome: { state: 'fulfilled', message: { action: 'StatusNotification' } },
  });
  expect(await station.order('availability', { ...asked, type: 'Operative' })).toMatchObject({ status: 200 });
  await station.status(1, 'Available');
  expect(await station.connector(1)).toMatchObject({ status: 'Available', desiredAvailability: 'Operative' });
  await station.close('ChangeAvailability', 'ChangeAvailability');
});

test('#254 X-K10 out of service during a session: Scheduled waits for its end', async () => {
  const station = await answering('ChangeAvailability', { status: 'Scheduled' });
  const { transactionId } = await station.start();
  await station.status(1, 'Charging');
  const answer = await station.order('availability', { connectorId: 1, type: 'Inoperative' });
  expect(answer).toMatchObject({ status: 200, body: { status: 'Scheduled' } });
  expect(await station.lastCommand()).toMatchObject({ outcome: { state: 'pending' } });
  expect(await station.connector(1)).toMatchObject({
    status: 'Charging',
    desiredAvailability: 'Inoperative',
  });
  await station.stop(transactionId);
  await station.status(1, 'Unavailable');
  expect(await station.lastCommand()).toMatchObject({ outcome: { state: 'fulfilled' } });
  await station.close('ChangeAvailability');
});

test('#257 X-K13 a refused change of availability is shown, and not taken for done', async () => {
  const station = await answering('ChangeAvailability', { status: 'Rejected' });
  const answer = await station.order('availability', { connectorId: 0, type: 'Inoperative' });
  expect(answer).toMatchObject({ status: 200, body: { status: 'Rejected' } });
  expect(await station.connector(1)).toMatchObject({ desiredAvailability: null });
  await station.close('ChangeAvailability');
});

test('#260 X-K16 connector 0 has no lock: 400 names the rule, and nothing is sent', async () => {
  const station = await Station.booted(account);
  expect(await station.order('unlock', { connectorId: 0 })).toMatchObject({
    status: 400,
    body: { error: { code: 'VALIDATION_ERROR', details: [{ field: 'connectorId', in: 'body' }] } },
  });
  await station.close();
});

test('#190 X-X21 resets during a transaction: a soft one stops before it goes, a hard one after it has booted', async () => {
  for (const [type, reason] of [
    ['Soft', 'SoftReset'],
    ['Hard', 'HardReset'],
  ] as const) {
    const station = await Station.booted(account);
    const { transactionId } = await station.start();
    expect(await station.order('reset', { type })).toMatchObject({ body: { status: 'Accepted' } });
    if (type === 'Soft') await station.stop(transactionId, { reason });
    await station.drop();
    await station.connect();
    await station.call('BootNotification', boot());
    if (type === 'Hard') await station.stop(transactionId, { reason });
    await expect
      .poll(() => station.transactions(), SOON)
      .toMatchObject([{ status: 'completed', stopReason: reason }]);
    await station.close('Reset');
  }
});

test('vendor data goes to the charger as it is, and its answer with data comes back', async () => {
  const station = await answering('DataTransfer', { status: 'Accepted', data: 'shown' });
  const data = { vendorId: 'com.example', messageId: 'display', data: '{"text":"ü"}' };
  expect(await station.order('data-transfer', data)).toMatchObject({
    status: 200,
    body: { status: 'Accepted', data: 'shown' },
  });
  await station.close('DataTransfer');
  expect(sentPayloads(station)).toEqual([data]);
});
