import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { basic, shakeHands } from '../support/handshake.ts';
import { RestClient } from '../support/rest-client.ts';
import { runScript } from '../support/run-script.ts';
import { newAccount, type OwnServer, startServer } from '../support/server.ts';
import { Station } from '../support/station.ts';

const PASSWORD = 'a password of 20 b.';
const newKey = (keyId: string) => `${keyId}:${randomBytes(32).toString('hex')}`;

/** As an operator runs it. */
function runDigestKeys(server: OwnServer | undefined) {
  return runScript('digest-keys', ['--url', server?.url ?? ''], {
    CAPACITOR_ADMIN_TOKEN: server?.adminToken ?? '',
  });
}

test('a digest key is rotated by a login: until then the old one has to stay, afterwards it may go', async () => {
  const [first, second] = [newKey('k1'), newKey('k2')];
  const servers = [await startServer({ bindings: { DIGEST_KEYS: first } })];
  const [original] = servers;
  if (original === undefined) throw new Error('There is no server.');
  const { dataFolder } = original;
  try {
    const account = await newAccount(original);
    const [used, silent] = [
      await Station.connected(account, { password: PASSWORD }),
      await Station.connected(account, { password: PASSWORD }),
    ];
    await used.close();
    await silent.close();
    const changedAt = await used.read();

    const dialAt = async (digestKeys: string, ...stations: Station[]) => {
      await servers.at(-1)?.stop();
      const server = await startServer({ dataFolder, bindings: { DIGEST_KEYS: digestKeys } });
      servers.push(server);
      return Promise.all(
        stations.map(async ({ chargeBoxId }) => {
          const headers = { Authorization: basic(chargeBoxId, PASSWORD) };
          return (await shakeHands(server.url, `/ocpp/${chargeBoxId}`, headers)).status;
        }),
      );
    };
    expect(await dialAt(`${second},${first}`, used)).toEqual([101]);
    expect(await runDigestKeys(servers.at(-1))).toEqual({
      code: 1,
      output: expect.stringMatching(
        new RegExp(`${silent.chargeBoxId}: key k1, last seen 20.*\n2 chargers: 1 need`),
      ),
    });
    expect(await dialAt(second, used, silent)).toEqual([101, 401]);
    // Keys of the API are no matter of the digest keys; and the owner is told what the charger is refused for.
    const owner = new RestClient(servers.at(-1)?.url ?? '', account.apiKey);
    const refused = async () => (await owner.get('/connections/refused')).body;
    await expect.poll(refused, { timeout: 15_000 }).toMatchObject({
      refusedConnections: [
        {
          chargeBoxId: silent.chargeBoxId,
          reason: expect.stringContaining('digest key that this system has no more'),
        },
      ],
    });
    expect(await dialAt(`${second},${first}`, used, silent)).toEqual([101, 101]);
    expect(await runDigestKeys(servers.at(-1))).toMatchObject({ code: 0 });
    expect(await dialAt(second, used, silent)).toEqual([101, 101]);
    expect(changedAt).toMatchObject({ passwordChangedAt: expect.any(String) });
  } finally {
    await servers.at(-1)?.remove();
  }
});

test('a password set again, the same one, lets a charger in whose digest key was dropped too early', async () => {
  const before = await startServer({ bindings: { DIGEST_KEYS: newKey('k1') } });
  const account = await newAccount(before);
  const { chargeBoxId } = await Station.connected(account, { password: PASSWORD });
  await before.stop();
  const after = await startServer({ dataFolder: before.dataFolder, bindings: { DIGEST_KEYS: newKey('k2') } });
  try {
    const headers = { Authorization: basic(chargeBoxId, PASSWORD) };
    const dial = async () => (await shakeHands(after.url, `/ocpp/${chargeBoxId}`, headers)).status;
    // It is no guesser: however often it dials, it is told the reason.
    for (let tries = 0; tries < 12; tries += 1) expect(await dial()).toBe(401);
    const owner = new RestClient(after.url, account.apiKey);
    expect((await owner.patch(`/chargers/${chargeBoxId}`, { password: PASSWORD })).status).toBe(200);
    expect(await dial()).toBe(101);
  } finally {
    await after.remove();
  }
});

test('another admin token needs no charger: the old one is refused, API keys and passwords stay good', async () => {
  const digestKeys = newKey('k1');
  const before = await startServer({ bindings: { DIGEST_KEYS: digestKeys } });
  const account = await newAccount(before);
  const station = await Station.connected(account, { password: PASSWORD });
  await station.close();
  await before.stop();
  const { dataFolder, adminToken: oldToken } = before;
  const after = await startServer({ dataFolder, bindings: { DIGEST_KEYS: digestKeys } });
  try {
    expect(after.adminToken).not.toBe(oldToken);
    const authorization = (token: string) => ({ Authorization: `Bearer ${token}` });
    const make = async (token: string) =>
      (
        await fetch(`${after.url}/api/v1/accounts`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', ...authorization(token) },
          body: JSON.stringify({ name: 'Another' }),
        })
      ).status;
    expect(await make(oldToken)).toBe(401);
    expect(await make(after.adminToken)).toBe(201);
    const { chargeBoxId } = station;
    const shown = await fetch(`${after.url}/api/v1/chargers/${chargeBoxId}`, {
      headers: { 'X-API-Key': account.apiKey },
    });
    expect(shown.status).toBe(200);
    const headers = { Authorization: basic(chargeBoxId, PASSWORD) };
    expect((await shakeHands(after.url, `/ocpp/${chargeBoxId}`, headers)).status).toBe(101);
  } finally {
    await after.remove();
  }
});
