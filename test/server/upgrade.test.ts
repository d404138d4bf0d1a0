import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { transactionsOf } from '../support/account.ts';
import { ChargePoint } from '../support/charge-point.ts';
import { meterValues, start, status, stop } from '../support/charger-messages.ts';
import { basic, shakeHands } from '../support/handshake.ts';
import { RestClient } from '../support/rest-client.ts';
import { newAccount, type OwnServer, startServer } from '../support/server.ts';
import { storedRelease } from '../support/stored-release.ts';

const CONNECTED = 'CP-OLD-01';
const OFFLINE = 'CP-OLD-02';

/** A busy machine is given time. */
const PATIENTLY = { timeout: 15_000 };

let server: OwnServer;
let account: RestClient;
let release: Awaited<ReturnType<typeof storedRelease>>['release'];

/** Data that release 0.1 has written, under the code of today. The tests build on each other, as a charger's day does. */
beforeAll(async () => {
  const stored = await storedRelease('release-0.1');
  release = stored.release;
  server = await startServer({
    dataFolder: stored.dataFolder,
    bindings: { ADMIN_TOKEN: release.adminToken, DIGEST_KEYS: release.digestKeys },
  });
  account = new RestClient(server.url, release.apiKey);
  return () => server.remove();
});

async function bodyOf(path: string): Promise<unknown> {
  const { status: code, body } = await account.get(path);
  expect(code).toBe(200);
  return body;
}

test('the charger is what its owner had made it, new settings have their defaults, and its lost connection is told', async () => {
  expect(await bodyOf(`/chargers/${CONNECTED}`)).toMatchObject({
    id: release.chargerIds[CONNECTED],
    name: 'Office Parking Charger',
    location: 'Building A, Parking Level 1',
    serialNumber: 'SN-1',
    labels: ['roof', 'public'],
    isOnline: false,
    hasPassword: true,
    passwordChangedAt: null,
    settings: {
      heartbeatInterval: 120,
      timeoutSeconds: 20,
      meterUnits: { energy: 'Wh' },
      outcomeSeconds: 60,
    },
    boot: { vendor: 'ABB', firmwareVersion: '1.2.3', meterType: 'Iskra' },
    firmwareHistory: [{ firmwareVersion: '1.2.2' }, { firmwareVersion: '1.2.3' }],
    connectors: [
      { connectorId: 0, status: 'Available' },
      { connectorId: 1, status: 'Unavailable' },
      { connectorId: 2, status: 'Charging', energyDelivered: 4.8, desiredAvailability: null },
    ],
    flags: { numericId: { count: 1 }, orphanStop: { count: 1 }, unknownStatus: { example: 'Parked' } },
  });
});

test('what was on its way to the log and to D1 arrives there, once and in order', async () => {
  await expect
    .poll(() => transactionsOf(account, CONNECTED), PATIENTLY)
    .toMatchObject([
      { status: 'completed', energyDelivered: 0.5, stopReason: 'PowerLoss' },
      { status: 'in_progress', energyDelivered: 4.8, remoteStarted: true, stopRequested: false },
      { status: 'completed', energyDelivered: 0, authorizationStatus: 'Invalid' },
      { status: 'completed', energyDelivered: 1.77, quality: ['estimated'] },
      { status: 'completed', energyDelivered: 18.73, energyExported: null, durationMinutes: 75 },
    ]);
  await expect
    .poll(
      () =>
        server.databaseRows(
          'SELECT connector_id, status FROM connector_statuses WHERE charger_id = ? ORDER BY connector_id',
          release.chargerIds[CONNECTED] ?? '',
        ),
      PATIENTLY,
    )
    .toEqual([
      { connector_id: 1, status: 'Unavailable' },
      { connector_id: 2, status: 'Charging' },
    ]);
  const log = `${release.accountId}:0`;
  const sequences = await server.objectRows(
    'EventLog',
    log,
    "SELECT data ->> '$.event.sequence' AS sequence FROM events WHERE data ->> '$.chargerId' = ? ORDER BY number",
    release.chargerIds[CONNECTED] ?? '',
  );
  expect(sequences.map(({ sequence }) => sequence)).toEqual(sequences.map((_, index) => index + 1));
  expect(await server.objectRows('EventLog', log, 'SELECT * FROM gaps')).toEqual([]);
});

const Commands = z.object({
  commands: z.array(
    z.object({
      state: z.string(),
      answer: z.unknown(),
      frames: z.object({ received: z.string().nullable() }),
      outcome: z.object({ state: z.string() }).nullable(),
    }),
  ),
});

test('every command of it reads as it ended; those that were out end with the connection', async () => {
  const { commands } = Commands.parse(await bodyOf(`/chargers/${CONNECTED}/commands`));
  expect(commands.map(({ state, outcome }) => [state, outcome?.state ?? null])).toEqual([
    ['connectionLost', null],
    ['connectionLost', 'pending'],
    ['answered', 'pending'],
    ['answered', 'expired'],
    ['connectionLost', 'pending'],
    ['late', 'pending'],
    ['timedOut', 'fulfilled'],
    ['invalidAnswer', null],
    ['callError', null],
    ['answered', null],
    ['answered', 'fulfilled'],
  ]);
  const callError = commands.find(({ state }) => state === 'callError');
  expect(callError?.answer).toMatchObject({
    code: 'InternalError',
    description: 'out of order',
    details: { code: 3 },
  });
  expect(callError?.frames.received).toMatch(/^\[4,"cmd_\w+","InternalError","out of order",\{"code":3\}\]$/);
});

test('trace, orphan stop, history, tags, keys and refused connections are there', async () => {
  expect(await bodyOf(`/chargers/${CONNECTED}/messages?action=Heartbeat`)).toMatchObject({
    messages: [{ kind: 'callResult' }, { kind: 'call', messageId: '4711' }],
  });
  expect(await bodyOf(`/chargers/${CONNECTED}/messages?action=BootNotification&limit=200`)).toMatchObject({
    messages: [{}, {}, {}, {}],
  });
  expect(await bodyOf(`/chargers/${CONNECTED}/orphan-stops`)).toMatchObject({
    orphanStops: [{ payload: { transactionId: 1_987_654_321, meterStop: 77 } }],
  });
  expect(await bodyOf(`/chargers/${CONNECTED}/connectors/1/history?limit=2`)).toMatchObject({
    history: [{ status: 'Unavailable' }, { status: 'Faulted', errorCode: 'GroundFailure' }],
  });
  expect(await bodyOf('/id-tags')).toMatchObject({
    idTags: [
      { idTag: 'BLOCKED-1', status: 'blocked' },
      { idTag: 'USER-001', parentIdTag: 'FAMILY' },
    ],
  });
  expect(await bodyOf('/id-tags/unknown')).toMatchObject({ idTags: [{ idTag: 'STRANGER', count: 2 }] });
  expect(await bodyOf('/connections/refused')).toMatchObject({
    refusedConnections: [{ chargeBoxId: CONNECTED, status: 401, count: 1 }],
  });
  expect(await bodyOf('/account')).toMatchObject({ name: 'First release', cpoName: 'Example Charging' });
  const reader = new RestClient(server.url, release.readKey);
  expect((await reader.get('/chargers')).body).toMatchObject({ pagination: { total: 2 } });
  expect((await reader.post(`/chargers/${CONNECTED}/reset`, { type: 'Soft' })).status).toBe(403);
  expect((await newAccount({ url: server.url, adminToken: release.adminToken })).apiKey).toMatch(
    /^cap_test_/,
  );
});

test('the charger comes back with its password, its running session goes on and stops with the right energy', async () => {
  const headers = { Authorization: basic(CONNECTED, 'a wrong password 20b') };
  expect((await shakeHands(server.url, `/ocpp/${CONNECTED}`, headers)).status).toBe(401);
  const charger = await ChargePoint.connect(server.url, CONNECTED, release.password);
  const { ocppTransactionId: transactionId } = release.running;
  await charger.call('MeterValues', meterValues(2, transactionId, '2025-01-15T14:00:00Z', 56_000));
  const connector = `/chargers/${CONNECTED}/connectors/2/status`;
  expect(await bodyOf(connector)).toMatchObject({ energyDelivered: 6 });
  const [, running] = await transactionsOf(account, CONNECTED);
  const { status: asked } = await account.post(`/transactions/${running?.transactionId}/stop`);
  expect(asked).toBe(202);
  await charger.call(
    'StopTransaction',
    stop({ transactionId, meterStop: 57_500, timestamp: '2025-01-15T14:10:10Z' }),
  );
  await charger.call('StatusNotification', status(2, 'Available'));
  await expect
    .poll(() => transactionsOf(account, CONNECTED), PATIENTLY)
    .toMatchObject([
      {},
      { status: 'completed', energyDelivered: 7.5, durationMinutes: 70, stopReason: 'Remote' },
      {},
      {},
      {},
    ]);
  // Numbers go on behind those that the old code gave.
  const next = z
    .object({ transactionId: z.int() })
    .parse(await charger.call('StartTransaction', start({ connectorId: 2, meterStart: 57_500 })));
  expect(next.transactionId).toBe(transactionId + 2);
  await charger.call('StopTransaction', stop({ transactionId: next.transactionId, meterStop: 57_500 }));
  await charger.close();
});

test('tables that came later are there for it: it is commanded, reserved, configured and deleted as any other', async () => {
  const charger = await ChargePoint.connect(server.url, OFFLINE);
  await charger.call('Heartbeat', {});
  charger.on('GetConfiguration', () => ({
    configurationKey: [{ key: 'HeartbeatInterval', readonly: false, value: '60' }],
  }));
  expect((await account.post(`/chargers/${OFFLINE}/configuration/get`)).status).toBe(200);
  expect(await bodyOf(`/chargers/${OFFLINE}/configuration`)).toMatchObject({
    keys: [{ key: 'HeartbeatInterval', value: '60' }],
  });
  expect(await bodyOf(`/chargers/${OFFLINE}/reservations`)).toMatchObject({ reservations: [] });
  expect(await bodyOf(`/chargers/${OFFLINE}/jobs`)).toMatchObject({ jobs: [] });
  await charger.close();
  expect((await account.delete(`/chargers/${OFFLINE}`)).status).toBe(200);
  expect(await bodyOf('/transactions?limit=50')).toMatchObject({ pagination: { total: 7 } });
});
