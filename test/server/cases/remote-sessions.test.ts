import { expect, test } from 'vitest';
import { readCommand, SOON } from '../../support/charger-view.ts';
import { registerCaseTags } from '../../support/id-tags.ts';
import { newAccount, sharedServer } from '../../support/server.ts';
import { Station } from '../../support/station.ts';

const server = sharedServer();
const account = await newAccount(server);
await registerCaseTags(account);

/** Asks for a session of VALID1 on connector 1; gives the command's id. */
async function remoteStart({ chargeBoxId }: Station, word = 'Accepted'): Promise<string> {
  const answer = await account.post('/transactions/start', { chargeBoxId, connectorId: 1, idTag: 'VALID1' });
  expect(answer).toMatchObject({
    status: 202,
    body: {
      status: word,
      chargeBoxId,
      connectorId: 1,
      idTag: 'VALID1',
      commandId: expect.stringMatching(/^cmd_/),
    },
  });
  return (answer.body as { commandId: string }).commandId;
}

async function expectStartedBy(station: Station, commandId: string): Promise<string> {
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([
      {
        status: 'in_progress',
        connectorId: 1,
        idTag: 'VALID1',
        remoteStarted: true,
        authorizationStatus: 'Accepted',
      },
    ]);
  const [transaction] = await station.transactions();
  const transactionId = transaction?.transactionId ?? '';
  expect(await station.connector(1)).toMatchObject({ status: 'Charging', transactionId });
  expect(await readCommand(account, station.chargeBoxId, commandId)).toMatchObject({
    state: 'answered',
    answer: { status: 'Accepted' },
    outcome: { state: 'fulfilled', transactionId },
  });
  return transactionId;
}

test('#8 TC_010_CSMS remote start, cable first: exact tag and connector, then the command leads to the transaction', async () => {
  const station = await Station.booted(account);
  await station.status(1, 'Preparing');
  const commandId = await remoteStart(station);
  expect(await readCommand(account, station.chargeBoxId, commandId)).toMatchObject({
    outcome: { state: 'pending' },
  });
  expect(await station.authorize('VALID1')).toMatchObject({ status: 'Accepted' });
  expect((await station.start()).idTagInfo.status).toBe('Accepted');
  await station.status(1, 'Charging');
  const transactionId = await expectStartedBy(station, commandId);
  await expect
    .poll(() => account.get(`/commands/${commandId}`), SOON)
    .toMatchObject({ status: 200, body: { outcome: { state: 'fulfilled', transactionId } } });
  await station.close('RemoteStartTransaction');
  expect(station.received[0]?.payload).toEqual({ idTag: 'VALID1', connectorId: 1 });
});

test('#9 TC_011_1_CSMS remote start first, then the cable: the command leads to the transaction', async () => {
  const station = await Station.booted(account);
  const commandId = await remoteStart(station);
  expect(await station.authorize('VALID1')).toMatchObject({ status: 'Accepted' });
  await station.status(1, 'Preparing');
  expect((await station.start()).idTagInfo.status).toBe('Accepted');
  await station.status(1, 'Charging');
  await expectStartedBy(station, commandId);
  await station.close('RemoteStartTransaction');
  expect(station.received[0]?.payload).toEqual({ idTag: 'VALID1', connectorId: 1 });
});

test('#10 TC_011_2_CSMS remote start, and nobody plugs in: the command’s outcome expires, and there is no transaction', async () => {
  const station = await Station.booted(account);
  const commandId = await remoteStart(station);
  expect(await station.authorize('VALID1')).toMatchObject({ status: 'Accepted' });
  await station.status(1, 'Preparing');
  await station.status(1, 'Available');
  expect(await readCommand(account, station.chargeBoxId, commandId)).toMatchObject({
    state: 'answered',
    answer: { status: 'Accepted' },
    outcome: { state: 'expired', transactionId: null },
  });
  expect(await station.transactions()).toEqual([]);
  expect(await station.connector(1)).toMatchObject({ status: 'Available', transactionId: null });
  // A driver who comes late all the same still has what was asked for.
  expect((await station.start()).idTagInfo.status).toBe('Accepted');
  await station.status(1, 'Charging');
  await expectStartedBy(station, commandId);
  await station.close('RemoteStartTransaction');
});

test('#11 TC_012_CSMS remote stop: the session runs on between the answer and the stop, then has ended with reason Remote', async () => {
  const station = await Station.booted(account);
  const { transactionId: number } = await station.start();
  await station.status(1, 'Charging');
  await expect.poll(() => station.transactions(), SOON).toHaveLength(1);
  const [transaction] = await station.transactions();
  expect(transaction).toMatchObject({ stopRequested: false });
  const path = `/transactions/${transaction?.transactionId}`;
  expect(await account.post(`${path}/stop`)).toMatchObject({ status: 202, body: { status: 'Accepted' } });
  expect(await account.get(path)).toMatchObject({
    body: { status: 'in_progress', stopTime: null, stopRequested: true },
  });
  expect(await station.connector(1)).toMatchObject({ transactionId: transaction?.transactionId });
  expect(await station.stop(number, { reason: 'Remote' })).toEqual({});
  await station.status(1, 'Finishing');
  await station.status(1, 'Available');
  await expect
    .poll(() => account.get(path), SOON)
    .toMatchObject({
      body: {
        status: 'completed',
        stopReason: 'Remote',
        energyDelivered: 18.73,
        remoteStarted: false,
        stopRequested: false,
      },
    });
  expect(await station.connector(1)).toMatchObject({ status: 'Available', transactionId: null });
  await station.close('RemoteStopTransaction');
  expect(station.received[0]?.payload).toEqual({ transactionId: number });
});

test('#24 TC_026_CSMS remote start rejected: the word is shown, and nothing is waited for any more', async () => {
  const station = await Station.booted(account);
  station.on('RemoteStartTransaction', () => ({ status: 'Rejected' }));
  const commandId = await remoteStart(station, 'Rejected');
  expect(await readCommand(account, station.chargeBoxId, commandId)).toMatchObject({
    state: 'answered',
    answer: { status: 'Rejected' },
    outcome: null,
  });
  // A start of the same driver by other means is not that command's.
  await station.start();
  await expect.poll(() => station.transactions(), SOON).toMatchObject([{ remoteStarted: false }]);
  await station.close('RemoteStartTransaction');
});

test('#197 X-X28: two remote starts for one connector: both sent, in order, each answered with its own word', async () => {
  const station = await Station.booted(account);
  station.on('RemoteStartTransaction', ({ idTag }) => ({
    status: idTag === 'VALID1' ? 'Accepted' : 'Rejected',
  }));
  const { chargeBoxId } = station;
  const [first, second] = await Promise.all(
    ['VALID1', 'VALID2'].map((idTag) =>
      account.post('/transactions/start', { chargeBoxId, connectorId: 1, idTag }),
    ),
  );
  expect(first).toMatchObject({ status: 202, body: { status: 'Accepted', idTag: 'VALID1' } });
  expect(second).toMatchObject({ status: 202, body: { status: 'Rejected', idTag: 'VALID2' } });
  await station.start();
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([{ idTag: 'VALID1', remoteStarted: true }]);
  await station.close('RemoteStartTransaction', 'RemoteStartTransaction');
});

test('#199 X-X30: AuthorizeRemoteTxRequests false: a start without Authorize belongs to the remote start all the same', async () => {
  const station = await Station.booted(account);
  await station.status(1, 'Preparing');
  const { chargeBoxId } = station;
  const answer = await account.post('/transactions/start', {
    chargeBoxId,
    connectorId: 1,
    idTag: 'NOBODY-KNOWS',
  });
  const { commandId } = answer.body as { commandId: string };
  expect((await station.start({ idTag: 'NOBODY-KNOWS' })).idTagInfo.status).toBe('Accepted');
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([{ idTag: 'NOBODY-KNOWS', remoteStarted: true, authorizationStatus: 'Accepted' }]);
  const [transaction] = await station.transactions();
  expect(await readCommand(account, chargeBoxId, commandId)).toMatchObject({
    outcome: { state: 'fulfilled', transactionId: transaction?.transactionId },
  });
  await station.close('RemoteStartTransaction');
});
