import { once } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { register, transactionsOf } from '../../support/account.ts';
import { flagsOf, readCharger, readCommand, SOON } from '../../support/charger-view.ts';
import { shakeHands } from '../../support/handshake.ts';
import { onlineCharger } from '../../support/online-charger.ts';
import { RawCharger } from '../../support/raw-charger.ts';
import { newAccount, sharedServer, unique } from '../../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

test.each([['ocpp2.1, ocpp2.0.1 ,ocpp1.6'], [['ocpp2.1, ocpp2.0.1', 'ocpp1.6']]])(
  '#85 X-T08: of the offer %j exactly ocpp1.6 is taken',
  async (offer) => {
    const chargeBoxId = unique('CP');
    await register(account, chargeBoxId);
    const answer = await shakeHands(server.url, `/ocpp/${chargeBoxId}`, { 'Sec-WebSocket-Protocol': offer });
    expect(answer).toMatchObject({ status: 101, headers: { 'sec-websocket-protocol': 'ocpp1.6' } });
  },
);

test('#103 X-T26: a command in flight when a new socket replaces the old one is connectionLost; the next one works', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  const start = () => account.post('/transactions/start', { chargeBoxId, connectorId: 1, idTag: 'USER-001' });
  const lost = start();
  const { id } = await charger.nextCall();
  const again = await RawCharger.connect(server.url, chargeBoxId);
  expect(await lost).toMatchObject({
    status: 503,
    body: { error: { code: 'SERVICE_UNAVAILABLE', details: { commandId: id } } },
  });
  expect(await readCommand(account, chargeBoxId, id)).toMatchObject({ state: 'connectionLost' });
  await again.call('Heartbeat', {});
  const answer = start();
  const next = await again.nextCall();
  expect(next.id).not.toBe(id);
  again.sendFrame(3, next.id, { status: 'Accepted' });
  expect(await answer).toMatchObject({ status: 202, body: { status: 'Accepted', commandId: next.id } });
  // What was lost was not sent again.
  await again.call('Heartbeat', {});
  expect(again.frames.filter(([type]) => type === 2)).toHaveLength(1);
  expect((await charger.closed).code).toBe(1000);
  await again.close();
});

test('#106 X-T29: pings are answered with their own payload and are no message of the charger', async () => {
  const chargeBoxId = unique('CP');
  await register(account, chargeBoxId);
  const { host } = new URL(server.url);
  const socket = new WebSocket(`ws://${host}/ocpp/${chargeBoxId}`, ['ocpp1.6']);
  const messages: unknown[] = [];
  socket.on('message', (data) => messages.push(data));
  await once(socket, 'open');
  const { lastHeartbeat } = (await readCharger(account, chargeBoxId)) as { lastHeartbeat: string };
  for (const payload of ['', 'one', 'zwölf', 'x'.repeat(125)]) {
    const pong = once(socket, 'pong');
    socket.ping(payload);
    expect(String((await pong)[0])).toBe(payload);
  }
  expect(messages).toEqual([]);
  expect(await readCharger(account, chargeBoxId)).toMatchObject({ isOnline: true, lastHeartbeat, flags: {} });
  const closed = once(socket, 'close');
  socket.close(1000);
  await closed;
});

test('#107 X-T30: a charger that vanished without a close is shown stale after its limit, and a command to it times out', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account, { settings: { staleAfterSeconds: 1 } });
  expect(await readCharger(account, chargeBoxId)).toMatchObject({ isOnline: true, isStale: false });
  charger.pause();
  await expect
    .poll(() => readCharger(account, chargeBoxId), SOON)
    .toMatchObject({ isOnline: true, isStale: true });
  const answer = await account.post('/transactions/start', {
    chargeBoxId,
    connectorId: 1,
    timeoutSeconds: 1,
  });
  expect(answer).toMatchObject({ status: 504, body: { error: { code: 'TIMEOUT' } } });
  const { error } = answer.body as { error: { details: { commandId: string } } };
  expect(await readCommand(account, chargeBoxId, error.details.commandId)).toMatchObject({
    state: 'timedOut',
  });
  await charger.terminate();
});

test('#139 X-R28: an answer after the time-out makes the command late and is kept with it; the next command gets its own', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  const start = (timeoutSeconds: number) =>
    account.post('/transactions/start', { chargeBoxId, connectorId: 1, timeoutSeconds });
  const unanswered = start(1);
  const first = await charger.nextCall();
  expect((await unanswered).status).toBe(504);
  const answer = start(20);
  const second = await charger.nextCall();
  charger.sendFrame(3, first.id, { status: 'Accepted' });
  charger.sendFrame(3, second.id, { status: 'Rejected' });
  expect(await answer).toMatchObject({ status: 202, body: { status: 'Rejected', commandId: second.id } });
  expect(await readCommand(account, chargeBoxId, first.id)).toMatchObject({
    state: 'late',
    answer: { status: 'Accepted' },
  });
  expect(await readCommand(account, chargeBoxId, second.id)).toMatchObject({
    state: 'answered',
    answer: { status: 'Rejected' },
  });
  expect(await flagsOf(account, chargeBoxId)).toMatchObject({ lateAnswer: 1 });
  await charger.close();
});

test.each([{ status: 'Maybe' }, {}])(
  '#142 X-R31: the answer %j is an invalidAnswer, kept as it was sent, and nothing is sent for it',
  async (payload) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const answer = account.post('/transactions/start', { chargeBoxId, connectorId: 1 });
    const { id } = await charger.nextCall();
    charger.sendFrame(3, id, payload);
    expect(await answer).toMatchObject({
      status: 202,
      body: { status: 'InvalidAnswer', commandId: id, error: { description: expect.any(String) } },
    });
    expect(await readCommand(account, chargeBoxId, id)).toMatchObject({
      state: 'invalidAnswer',
      answer: payload,
    });
    const before = charger.frames.length;
    await charger.call('Heartbeat', {});
    expect(charger.frames).toHaveLength(before + 1);
    await charger.close();
  },
);

test('#143 X-R32: the ids of our calls are unique over reconnects and have at most 36 characters', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  await charger.terminate();
  const ids: string[] = [];
  for (let connection = 0; connection < 4; connection += 1) {
    const link = await RawCharger.connect(server.url, chargeBoxId);
    await link.call('Heartbeat', {});
    for (let call = 0; call < 5; call += 1) {
      const answer = account.post('/transactions/start', { chargeBoxId, connectorId: 1 });
      const { id } = await link.nextCall();
      ids.push(id);
      link.sendFrame(3, id, { status: 'Rejected' });
      expect(await answer).toMatchObject({ status: 202, body: { commandId: id } });
    }
    await server.evict('Charger', chargeBoxId.toLowerCase());
    await link.terminate();
  }
  expect(new Set(ids).size).toBe(20);
  expect(ids.filter((id) => id.length > 36)).toEqual([]);
});

test('#188 X-X19: an answer to a start into a dead socket: sent again it gets the same number, and there is no second session', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  charger.pause();
  const start = { connectorId: 1, idTag: 'USER-001', meterStart: 10_000, timestamp: '2025-01-15T10:35:00Z' };
  charger.sendFrame(2, 'start', 'StartTransaction', start);
  await expect.poll(() => transactionsOf(account, chargeBoxId), SOON).toHaveLength(1);
  await charger.terminate();
  const again = await RawCharger.connect(server.url, chargeBoxId);
  const [type, , confirmation] = await again.call('StartTransaction', start);
  const [transaction] = await transactionsOf(account, chargeBoxId);
  expect([type, confirmation]).toMatchObject([3, { transactionId: transaction?.ocppTransactionId }]);
  await again.call('Heartbeat', {});
  expect(await transactionsOf(account, chargeBoxId)).toHaveLength(1);
  await again.close();
});
