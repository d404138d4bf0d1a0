import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { readCommand, readOpenCommands, writeCommand } from '../../../src/charger/store/commands.ts';
import { queueCommand } from '../../../src/domain/command.ts';
import { newId } from '../../../src/lib/ids.ts';
import type { ChargerRpc } from '../../../src/contracts/charger-rpc.ts';
import type { CommandRequest, CommandResult } from '../../../src/contracts/command-rpc.ts';
import { foldIdentity } from '../../../src/ocpp/identity.ts';
import { ORIGIN } from '../../support/worker/api-client.ts';
import { loggedNames, newSite, settle } from '../../support/worker/charging-site.ts';
import { eventually } from '../../support/worker/eventually.ts';
import { connectScriptedCharger } from '../../support/worker/scripted-charger.ts';

/** A charger that says only what the test sends. */
async function newSilentCharger() {
  const site = await newSite();
  const response = await exports.default.fetch(`${ORIGIN}/ocpp/${site.chargeBoxId}`, {
    headers: { Upgrade: 'websocket', 'Sec-WebSocket-Protocol': 'ocpp1.6' },
  });
  const socket = response.webSocket;
  if (socket === null) throw new Error(`The handshake was refused: ${response.status}`);
  const received: string[] = [];
  socket.accept();
  socket.addEventListener('message', ({ data }) => {
    received.push(String(data));
  });
  // It has said something, so it may be called.
  socket.send(JSON.stringify([2, 'first', 'Heartbeat', {}]));
  await eventually(() => received).toHaveLength(1);
  received.length = 0;
  await settle(site);
  return { site, socket, received };
}

const REMOTE_START = {
  action: 'RemoteStartTransaction' as const,
  payload: { connectorId: 1, idTag: 'USER-001' },
};

/** The types of the platform's stubs leave out what holds unknown values. */
function send(
  object: Pick<ChargerRpc, 'command'>,
  accountId: string,
  request: CommandRequest,
): Promise<CommandResult> {
  return object.command(accountId, request);
}

/** A stub of its own: one whose object was reset is of no use any more. */
const freshStub = (chargeBoxId: string) => env.CHARGER.getByName(foldIdentity(chargeBoxId));

test('a command in flight when the host is lost ends as lost, for its caller and in its row', async () => {
  const { site, received } = await newSilentCharger();
  const { accountId, chargeBoxId } = site;
  const waiting = freshStub(chargeBoxId).command(accountId, REMOTE_START);
  const outcome = waiting.then(
    () => 'answered',
    () => 'failed',
  );
  await eventually(() => received).toHaveLength(1);
  const abort = runInDurableObject(freshStub(chargeBoxId), (_, state) => state.abort('host lost'));
  await expect(abort).rejects.toThrow('host lost');
  expect(await outcome).toBe('failed');

  const object = freshStub(chargeBoxId);
  expect(await object.presence(accountId)).toMatchObject({ isOnline: false });
  const [open, ended] = await runInDurableObject(object, (_, { storage: { sql } }) => [
    readOpenCommands(sql).filter(({ state }) => state === 'queued' || state === 'sent'),
    sql.exec("SELECT count(*) AS lost FROM commands WHERE data ->> '$.state' = 'connectionLost'").one(),
  ]);
  expect(open).toEqual([]);
  expect(ended).toEqual({ lost: 1 });
  await settle({ ...site, object });
  expect(await loggedNames(site)).toEqual(['charger.connected', 'charger.disconnected']);
});

test('a late answer is known as such after an eviction', async () => {
  const { site, socket } = await newSilentCharger();
  const { accountId, object } = site;
  const result = await object.command(accountId, { ...REMOTE_START, timeoutSeconds: 1 });
  if (result.kind !== 'timedOut') throw new Error(`It did not time out: ${result.kind}`);
  const { commandId } = result;
  await evictDurableObject(object);
  const stateOf = () =>
    runInDurableObject(object, (_, { storage }) => readCommand(storage.sql, commandId)?.state);
  expect(await stateOf()).toBe('timedOut');
  socket.send(JSON.stringify([3, commandId, { status: 'Accepted' }]));
  await eventually(stateOf).toBe('late');
  expect(await object.describe(accountId)).toMatchObject({ flags: { lateAnswer: { count: 1 } } });
});

test('a command that waits for an offline charger survives an eviction, and is sent after its first message', async () => {
  const site = await newSite();
  const { accountId, chargeBoxId, object } = site;
  const request = { action: 'ClearCache' as const, payload: {}, deliverWithinSeconds: 600 };
  const queued = await send(object, accountId, request);
  if (queued.kind !== 'queued') throw new Error(`It was not queued: ${queued.kind}`);
  await evictDurableObject(object);
  const charger = await connectScriptedCharger(chargeBoxId);
  expect(charger.received).toEqual([]);
  await charger.call('Heartbeat', {});
  const stateOf = () =>
    runInDurableObject(object, (_, { storage }) => readCommand(storage.sql, queued.commandId)?.state);
  await eventually(stateOf).toBe('answered');
  expect(charger.received).toEqual([{ action: 'ClearCache', payload: {} }]);
  charger.close();
});

test('a command that waits in vain is ended by the alarm after an eviction', async () => {
  const { accountId, object } = await newSite();
  const request = { action: 'ClearCache' as const, payload: {}, deliverWithinSeconds: 1 };
  const queued = await send(object, accountId, request);
  if (queued.kind !== 'queued') throw new Error(`It was not queued: ${queued.kind}`);
  expect(Date.parse(queued.deliverUntil)).toBeGreaterThan(Date.now() - 1_000);
  await evictDurableObject(object);
  await eventually(() =>
    runInDurableObject(object, (_, { storage }) => readCommand(storage.sql, queued.commandId)?.state),
  ).toBe('expired');
});

test('a secret whose caller has gone and whose object was evicted is nowhere: its command ends as lost', async () => {
  const site = await newSite();
  const charger = await connectScriptedCharger(site.chargeBoxId);
  const commandId = newId('cmd');
  const payload = { key: 'AuthorizationKey', value: '***' };
  const secret = { commandId, action: 'ChangeConfiguration', payload, isSecret: true };
  const waiting = queueCommand(
    { ...secret, timeoutMs: 1_000, deliverUntil: null, outcome: null },
    Date.now(),
  );
  await runInDurableObject(site.object, (_, { storage }) => writeCommand(storage.sql, waiting));
  await evictDurableObject(site.object);
  await charger.call('Heartbeat', {});
  await eventually(() =>
    runInDurableObject(site.object, (_, { storage }) => readCommand(storage.sql, commandId)?.state),
  ).toBe('connectionLost');
  expect(charger.received).toEqual([]);
  charger.close();
});

test('a triggered message is linked to its command after an eviction', async () => {
  const site = await newSite();
  const charger = await connectScriptedCharger(site.chargeBoxId);
  await charger.call('Heartbeat', {});
  const payload = { requestedMessage: 'Heartbeat' };
  const result = await send(site.object, site.accountId, { action: 'TriggerMessage', payload });
  if (result.kind !== 'answered') throw new Error(`It was not answered: ${result.kind}`);
  expect(result.status).toBe('Accepted');
  await evictDurableObject(site.object);
  await charger.call('Heartbeat', {});
  const outcome = () =>
    runInDurableObject(site.object, (_, { storage }) => readCommand(storage.sql, result.commandId)?.outcome);
  await eventually(outcome).toMatchObject({ state: 'fulfilled', message: { action: 'Heartbeat' } });
  charger.close();
});
