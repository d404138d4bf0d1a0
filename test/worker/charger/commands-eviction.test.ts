import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { readCommand, readOpenCommands } from '../../../src/charger/store/commands.ts';
import { foldIdentity } from '../../../src/ocpp/identity.ts';
import { ORIGIN } from '../../support/worker/api-client.ts';
import { loggedNames, newSite, settle } from '../../support/worker/charging-site.ts';
import { eventually } from '../../support/worker/eventually.ts';

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
  await settle(site);
  return { site, socket, received };
}

const REMOTE_START = {
  action: 'RemoteStartTransaction' as const,
  payload: { connectorId: 1, idTag: 'USER-001' },
};

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
