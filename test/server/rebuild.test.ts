import { expect, test } from 'vitest';
import * as z from 'zod';
import { accountIdOf, register } from '../support/account.ts';
import { accountRows, rebuild, setBack, wipeAccount } from '../support/rebuild.ts';
import type { RestClient } from '../support/rest-client.ts';
import { newAccount, sharedServer, unique } from '../support/server.ts';
import { runScript } from '../support/run-script.ts';
import { Station } from '../support/station.ts';

const server = sharedServer();
const { adminToken } = server;

/** A busy machine is given time. */
const PATIENTLY = { timeout: 15_000 };

/** Waits until D1 shows all that the chargers of the account have told, and their log all that were registered. */
async function settle(accountId: string, chargers: number): Promise<void> {
  const log = `${accountId}:0`;
  await expect
    .poll(
      () =>
        server.objectRows(
          'EventLog',
          log,
          `SELECT (SELECT count(*) FROM sources) AS known,
           ifnull((SELECT max(number) FROM events), 0) - ifnull((SELECT number FROM cursors WHERE name = 'projection'), 0) AS behind`,
        ),
      PATIENTLY,
    )
    .toEqual([{ known: chargers, behind: 0 }]);
}

async function waitForOutbox({ chargeBoxId }: Station): Promise<void> {
  await expect
    .poll(
      () =>
        server.objectRows(
          'Charger',
          chargeBoxId.toLowerCase(),
          "SELECT count(*) AS waiting FROM outbox WHERE data <> ''",
        ),
      PATIENTLY,
    )
    .toEqual([{ waiting: 0 }]);
}

/** A fleet with something of everything: a running session, ended and corrected ones, and a deleted charger. */
async function newFleet(account: RestClient) {
  const busy = await Station.booted(account, {
    name: 'Roof',
    labels: ['roof', 'public'],
    connectors: [0, 1, 2],
  });
  const registered = z.looseObject({ id: z.string() }).parse(await busy.read());
  const accountId = await accountIdOf(server, registered);
  const first = await busy.start({ connectorId: 1 });
  await busy.reading(first.transactionId, '2025-01-15T10:45:00Z', 12_450);
  // Ended by estimate, and then its own end comes late.
  const second = await busy.start({ connectorId: 1, meterStart: 20_000, timestamp: '2025-01-15T12:00:00Z' });
  await busy.stop(first.transactionId, { meterStop: 15_000 });
  await busy.stop(second.transactionId);
  await busy.start({ connectorId: 2, meterStart: 50_000 });
  await busy.status(2, 'Charging');
  await busy.authorize('STRANGER');
  await busy.authorize('STRANGER');
  await busy.order('trigger', { requestedMessage: 'Heartbeat' });
  const gone = await Station.booted(account);
  const last = await gone.start();
  await gone.stop(last.transactionId);
  await waitForOutbox(gone);
  await account.delete(`/chargers/${gone.chargeBoxId}`);
  const silent = unique('CP');
  await register(account, silent, { name: 'Never seen', labels: ['public'] });
  await waitForOutbox(busy);
  await settle(accountId, 3);
  return { accountId, busy, silent };
}

test('D1 that has lost every charger and session gets each row back as it was, once, and lists count right', async () => {
  const account = await newAccount(server);
  const { accountId } = await newFleet(account);
  const before = await accountRows(server, accountId);
  expect(before.transactions).toHaveLength(4);
  expect(before.chargers).toHaveLength(2);
  await wipeAccount(server, accountId);
  expect((await account.get('/chargers')).body).toMatchObject({ chargers: [] });

  const steps = await rebuild(account, adminToken, { accountId });
  expect(steps.map(({ phase }) => phase)).toEqual([
    'listed',
    'known',
    'events',
    'states',
    'history',
    'counts',
  ]);
  expect(await accountRows(server, accountId)).toEqual(before);
  // Once more, on what is whole: nothing changes.
  await rebuild(account, adminToken, { accountId });
  expect(await accountRows(server, accountId)).toEqual(before);
  expect((await account.get('/chargers?label=public')).body).toMatchObject({ pagination: { total: 2 } });
  expect((await account.get('/transactions')).body).toMatchObject({ pagination: { total: 4 } });
});

test('D1 that was lost whole: the account is made again under its old id, and the rest follows', async () => {
  const account = await newAccount(server);
  const { accountId, busy } = await newFleet(account);
  const before = await accountRows(server, accountId);
  await wipeAccount(server, accountId);
  await server.databaseRows('DELETE FROM accounts WHERE account_id = ?', accountId);
  await server.databaseRows('DELETE FROM api_keys WHERE account_id = ?', accountId);
  const headers = { Authorization: `Bearer ${adminToken}` };
  expect((await account.post('/admin/rebuild', { accountId }, headers)).status).toBe(404);
  // Whose they are, the chargers know themselves.
  const owner = await account.request('GET', `/admin/chargers/${busy.chargeBoxId}`, undefined, headers);
  expect(owner).toMatchObject({ status: 200, body: { accountId } });

  const make = () => account.post('/accounts', { id: accountId, name: 'Test' }, headers);
  expect(await make()).toMatchObject({ status: 201, body: { id: accountId } });
  expect(await make()).toMatchObject({ status: 409, body: { error: { code: 'ALREADY_EXISTS' } } });
  await rebuild(account, adminToken, { accountId });
  const { accounts, unknown_id_tags: unknown, ...after } = await accountRows(server, accountId);
  expect(after).toEqual({
    chargers: before.chargers,
    charger_labels: before.charger_labels,
    connector_statuses: before.connector_statuses,
    transactions: before.transactions,
    command_owners: before.command_owners,
  });
  expect(unknown).toEqual(before.unknown_id_tags);
  expect(accounts).toMatchObject([{ charger_count: 2, transaction_count: 4 }]);
});

test('D1 that was set back in time catches up: sessions end, a new charger is listed, a deleted one is told of', async () => {
  const account = await newAccount(server);
  const { accountId, busy, silent } = await newFleet(account);
  const early = await accountRows(server, accountId);
  const point = new Date().toISOString();
  const [running] = await busy.transactions();
  if (running === undefined) throw new Error('Nothing runs.');
  await busy.stop(running.ocppTransactionId, { meterStop: 60_000 });
  await busy.status(2, 'Faulted');
  await account.patch(`/chargers/${busy.chargeBoxId}`, { name: 'Cellar', labels: ['cellar', 'public'] });
  await account.delete(`/chargers/${silent}`);
  const later = await Station.booted(account);
  await later.start();
  await waitForOutbox(busy);
  await waitForOutbox(later);
  await settle(accountId, 4);
  const before = await accountRows(server, accountId);
  await setBack(server, accountId, early);

  const steps = await rebuild(account, adminToken, { accountId, since: point });
  expect(steps.flatMap(({ strays }) => strays)).toEqual([silent]);
  const after = await accountRows(server, accountId);
  expect(after.transactions).toEqual(before.transactions);
  expect(after.connector_statuses).toEqual(before.connector_statuses);
  expect(after.chargers.filter(({ charge_box_id: id }) => id !== silent)).toEqual(before.chargers);
  await rebuild(account, adminToken, { accountId, since: point, removeStrays: true });
  expect(await accountRows(server, accountId)).toEqual(before);
});

test('chargers go on while D1 is rebuilt, each step may come twice, and nothing is doubled or lost', async () => {
  const account = await newAccount(server);
  const { accountId, busy } = await newFleet(account);
  await wipeAccount(server, accountId);
  let meterStart = 70_000;
  await rebuild(account, adminToken, { accountId }, async () => {
    const { transactionId } = await busy.start({ connectorId: 1, meterStart });
    meterStart += 1_000;
    await busy.status(1, 'Charging');
    await busy.stop(transactionId, { meterStop: meterStart });
    await busy.status(1, 'Finishing');
  });
  await waitForOutbox(busy);
  await settle(accountId, 3);
  const objectRows = await server.objectRows(
    'Charger',
    busy.chargeBoxId.toLowerCase(),
    "SELECT data ->> '$.transactionId' AS id, is_open FROM transactions ORDER BY 1",
  );
  const { transactions, connector_statuses: statuses, accounts } = await accountRows(server, accountId);
  const listed = transactions.filter(({ folded_id: id }) => id === busy.chargeBoxId.toLowerCase());
  expect(
    listed.map((row) => ({ id: row['transaction_id'], is_open: row['status'] === 'completed' ? 0 : 1 })),
  ).toEqual(objectRows);
  expect(statuses).toMatchObject([
    { connector_id: 1, status: 'Finishing' },
    { connector_id: 2, status: 'Charging' },
  ]);
  expect(accounts).toMatchObject([{ charger_count: 2, transaction_count: transactions.length }]);
});

test('a log whose old events were swept: what the chargers themselves keep fills the holes', async () => {
  const account = await newAccount(server);
  const { accountId, busy } = await newFleet(account);
  const before = await accountRows(server, accountId);
  await server.objectRows(
    'EventLog',
    `${accountId}:0`,
    'DELETE FROM events WHERE number < (SELECT max(number) FROM events)',
  );
  await wipeAccount(server, accountId);
  await rebuild(account, adminToken, { accountId });
  const after = await accountRows(server, accountId);
  // When a charger was last seen, and which event told of a status, is known anew.
  const anew = { last_seen_at: expect.any(Number) };
  expect(after.chargers).toEqual(
    before.chargers.map((row) => (row['last_seen_at'] === null ? row : { ...row, ...anew })),
  );
  expect(after.connector_statuses).toEqual(
    before.connector_statuses.map((row) => ({ ...row, projected_sequence: expect.any(Number) })),
  );
  const own = before.transactions.filter(({ folded_id: id }) => id === busy.chargeBoxId.toLowerCase());
  expect(after.transactions.map((row) => [row['transaction_id'], row['status']])).toEqual(
    own.map((row) => [row['transaction_id'], row['status']]),
  );
});

test('D1 and the log are both lost: a charger makes itself known with its next event, and its object has the rest', async () => {
  const account = await newAccount(server);
  const station = await Station.booted(account, { name: 'Roof' });
  const { transactionId } = await station.start();
  await station.stop(transactionId);
  const accountId = await accountIdOf(server, z.looseObject({ id: z.string() }).parse(await station.read()));
  await waitForOutbox(station);
  await settle(accountId, 1);
  const before = await accountRows(server, accountId);
  const log = `${accountId}:0`;
  for (const table of ['events', 'sources', 'cursors', 'gaps']) {
    await server.objectRows('EventLog', log, `DELETE FROM ${table}`);
  }
  await wipeAccount(server, accountId);
  await rebuild(account, adminToken, { accountId });
  expect((await accountRows(server, accountId)).chargers).toEqual([]);
  await station.status(1, 'Preparing');
  await waitForOutbox(station);
  await rebuild(account, adminToken, { accountId });
  const after = await accountRows(server, accountId);
  expect(after.chargers).toMatchObject([{ name: 'Roof', is_online: 1, vendor: 'ABB' }]);
  expect(after.connector_statuses).toMatchObject([{ connector_id: 1, status: 'Preparing' }]);
  const bodies = (rows: typeof after.transactions) =>
    rows.map(({ body }) => ({ ...z.looseObject({}).parse(JSON.parse(String(body))), asOf: null }));
  expect(bodies(after.transactions)).toEqual(bodies(before.transactions));
});

test('npm run rebuild drives all steps, tells what it did and what to do next, and goes on where it was cut off', async () => {
  const account = await newAccount(server);
  const { accountId } = await newFleet(account);
  const before = await accountRows(server, accountId);
  await wipeAccount(server, accountId);
  const run = (...args: string[]) =>
    runScript('rebuild', ['--url', server.url, ...args], { CAPACITOR_ADMIN_TOKEN: adminToken });
  const { code, output } = await run('--account', accountId);
  expect(code).toBe(0);
  expect(output).toContain(`${accountId}  chargers that the log knows and D1 did not: 2\n`);
  expect(output).toContain('Done: D1 shows what the logs and the chargers know.');
  expect(await accountRows(server, accountId)).toEqual(before);
  await wipeAccount(server, accountId);
  const headers = { Authorization: `Bearer ${adminToken}` };
  const { body } = await account.post('/admin/rebuild', { accountId }, headers);
  const { nextCursor } = z.looseObject({ nextCursor: z.string() }).parse(body);
  expect((await run('--cursor', nextCursor)).code).toBe(0);
  expect(await accountRows(server, accountId)).toEqual(before);
  expect(await run('--account', `acc_${'0'.repeat(32)}`)).toMatchObject({
    code: 1,
    output: expect.stringContaining('Make it again with POST /api/v1/accounts and its old id first.'),
  });
  expect(await run('--since', 'yesterday')).toMatchObject({ code: 2 });
});

test('the rebuild is for the operator alone', async () => {
  const account = await newAccount(server);
  expect((await account.post('/admin/rebuild', {})).status).toBe(401);
  expect((await account.get('/admin/digest-keys')).status).toBe(401);
  const headers = { Authorization: `Bearer ${adminToken}` };
  expect((await account.post('/admin/rebuild', { cursor: 'abc' }, headers)).status).toBe(400);
  expect(
    (await account.post('/admin/rebuild', { cursor: 'abc', since: '2025-01-15T10:00:00Z' }, headers)).status,
  ).toBe(400);
});
