import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { writeRows } from '../../../src/d1/database.ts';
import { noteRefusedConnections } from '../../../src/d1/refused-connections.ts';
import { callApi, newAccount, newCharger, newChargeBoxId, ORIGIN } from '../../support/worker/api-client.ts';
import { countingDatabase } from '../../support/worker/counting-database.ts';

const REFUSED = '/api/v1/connections/refused';
const List = z.object({
  refusedConnections: z.array(z.looseObject({ chargeBoxId: z.string().nullable() })),
});

/** The journal writes once a second. */
const WITHIN_TWO_WRITES = { timeout: 5_000 };

const PASSWORD = 'a password of enough bytes';

function dial(chargeBoxId: string, headers: Record<string, string> = {}): Promise<Response> {
  return exports.default.fetch(`${ORIGIN}/ocpp/${encodeURIComponent(chargeBoxId)}`, {
    headers: { Upgrade: 'websocket', 'Sec-WebSocket-Protocol': 'ocpp1.6', ...headers },
  });
}

function basic(chargeBoxId: string, password: string): Record<string, string> {
  return { Authorization: `Basic ${btoa(`${chargeBoxId}:${password}`)}` };
}

/** What the list shows of one charger to this caller. */
async function refusalsOf(chargeBoxId: string, caller: { key?: string; headers?: Record<string, string> }) {
  const answer = await callApi('GET', `${REFUSED}?limit=200`, caller);
  expect(answer.status).toBe(200);
  return List.parse(answer.body).refusedConnections.filter((row) => row.chargeBoxId === chargeBoxId);
}

const operator = { headers: { Authorization: `Bearer ${env.ADMIN_TOKEN}` } };

test('an owner sees why a charger was refused, from where, and what to do', async () => {
  const account = await newAccount();
  const { chargeBoxId } = await newCharger(account, { password: PASSWORD });
  const headers = {
    'CF-Connecting-IP': '192.0.2.17',
    'User-Agent': 'EVSE/1.0',
    ...basic(chargeBoxId, 'wrong'),
  };
  expect((await dial(chargeBoxId, headers)).status).toBe(401);
  expect((await dial(chargeBoxId, headers)).status).toBe(401);
  await expect
    .poll(() => refusalsOf(chargeBoxId, account), WITHIN_TWO_WRITES)
    .toMatchObject([
      {
        status: 401,
        reason: expect.stringContaining('password'),
        fix: expect.stringContaining('password'),
        count: 2,
        address: '192.0.2.17',
        userAgent: 'EVSE/1.0',
        subprotocols: 'ocpp1.6',
      },
    ]);
  const rows = await env.DB.prepare('SELECT * FROM refused_connections WHERE charge_box_id = ?')
    .bind(chargeBoxId)
    .all();
  expect(JSON.stringify(rows.results)).not.toContain(btoa(`${chargeBoxId}:wrong`));
  expect(await refusalsOf(chargeBoxId, await newAccount())).toEqual([]);
  expect(await refusalsOf(chargeBoxId, operator)).toHaveLength(1);
});

test('#82 X-T05: an unknown identity is 404 and listed for the operator, and nothing is made for it', async () => {
  const chargeBoxId = newChargeBoxId();
  const response = await dial(chargeBoxId);
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('POST /api/v1/chargers');
  await expect
    .poll(() => refusalsOf(chargeBoxId, operator), WITHIN_TWO_WRITES)
    .toMatchObject([{ status: 404, count: 1 }]);
  const account = await newAccount();
  expect(await refusalsOf(chargeBoxId, account)).toEqual([]);
  await account.call('POST', '/api/v1/chargers', { chargeBoxId });
  expect(await refusalsOf(chargeBoxId, account)).toHaveLength(1);
});

function refusal(chargeBoxId: string, at: number) {
  return {
    chargeBoxId,
    status: 404,
    reason: 'No charger is registered under this chargeBoxId.',
    count: 1,
    firstAt: at,
    lastAt: at,
    address: null,
    userAgent: null,
    subprotocols: null,
  };
}

test('a request without an upgrade is not noted', async () => {
  const chargeBoxId = newChargeBoxId();
  expect((await exports.default.fetch(`${ORIGIN}/ocpp/${chargeBoxId}`)).status).toBe(426);
  const later = newChargeBoxId();
  await dial(later);
  await expect.poll(() => refusalsOf(later, operator), WITHIN_TWO_WRITES).toHaveLength(1);
  expect(await refusalsOf(chargeBoxId, operator)).toEqual([]);
});

test('the instance keeps the last thousand', async () => {
  const at = Date.now() + 86_400_000;
  const statements = noteRefusedConnections(
    Array.from({ length: 1_010 }, (_, index) => refusal(`ring-${index}`, at + index)),
  );
  await writeRows(env.DB, statements);
  const { results } = await env.DB.prepare('SELECT COUNT(*) AS total FROM refused_connections').all();
  expect(results).toEqual([{ total: 1_000 }]);
  await env.DB.prepare("DELETE FROM refused_connections WHERE folded_id LIKE 'ring-%'").run();
});

test('a refusal that is known writes at most two rows', async () => {
  const chargeBoxId = newChargeBoxId();
  await writeRows(env.DB, noteRefusedConnections([refusal(chargeBoxId, Date.now())]));
  const { db, counts } = countingDatabase(env.DB);
  await writeRows(db, noteRefusedConnections([refusal(chargeBoxId, Date.now() + 1)]));
  expect(counts.rowsWritten).toBeLessThanOrEqual(2);
});

test('to see it needs a key with the scope read, or the admin token', async () => {
  expect((await callApi('GET', REFUSED)).status).toBe(401);
  expect((await callApi('GET', REFUSED, { headers: { Authorization: 'Bearer nonsense' } })).status).toBe(401);
});

test('#100 X-T23: after ten wrong passwords an address waits a minute for that charger, and nobody else does', async () => {
  const account = await newAccount();
  const { chargeBoxId } = await newCharger(account, { password: PASSWORD });
  const other = await newCharger(account, { password: PASSWORD });
  const from = (address: string, id: string, password: string) =>
    dial(id, { 'CF-Connecting-IP': address, ...basic(id, password) });
  for (let attempt = 0; attempt < 10; attempt += 1) {
    expect((await from('192.0.2.66', chargeBoxId, 'wrong')).status).toBe(401);
  }
  const blocked = await from('192.0.2.66', chargeBoxId.toLowerCase(), PASSWORD);
  expect(blocked.status).toBe(429);
  expect(Number(blocked.headers.get('Retry-After'))).toBeGreaterThan(0);
  expect(Number(blocked.headers.get('Retry-After'))).toBeLessThanOrEqual(60);
  for (const response of [
    await from('192.0.2.67', chargeBoxId, PASSWORD),
    await from('192.0.2.66', other.chargeBoxId, PASSWORD),
  ]) {
    expect(response.status).toBe(101);
    response.webSocket?.accept();
    response.webSocket?.close();
  }
});
