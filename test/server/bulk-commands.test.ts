import { expect, test } from 'vitest';
import { evictIfRunning } from '../support/eviction.ts';
import { beginBulk, Fleet, readBulk } from '../support/fleet.ts';
import { newAccount, sharedServer, unique } from '../support/server.ts';

const server = sharedServer();
const PATIENCE = { timeout: 30_000, interval: 100 };
const CHANGE = { action: 'ChangeConfiguration', payload: { key: 'MeterValueSampleInterval', value: '60' } };

/** The largest number of these times that lie within one second. */
function mostInASecond(times: readonly string[]): number {
  const moments = times.map((time) => Date.parse(time)).sort((left, right) => left - right);
  return Math.max(
    ...moments.map((from) => moments.filter((moment) => moment >= from && moment < from + 1_000).length),
  );
}

test('one command reaches each of 30 chargers once, at its rate; each result is the charger’s own', async () => {
  const account = await newAccount(server);
  const conducts = Array.from({ length: 30 }, (_, index) => {
    if (index === 3) return 'silent' as const;
    if (index % 10 === 7) return 'offline' as const;
    return index % 10 === 5 ? ('rejects' as const) : ('accepts' as const);
  });
  const fleet = await Fleet.online(account, 'ChangeConfiguration', conducts);
  const id = await beginBulk(account, {
    filter: { label: fleet.label },
    ...CHANGE,
    perSecond: 10,
    timeoutSeconds: 3,
  });
  expect(id).toMatch(/^blk_/);
  await expect.poll(() => readBulk(account, id), PATIENCE).toMatchObject({ state: 'completed' });
  const { results, ...bulk } = await readBulk(account, id);
  expect(bulk).toMatchObject({
    total: 30,
    counts: { answered: 26, offline: 3, timedOut: 1, pending: 0, sending: 0 },
    statuses: { Accepted: 23, Rejected: 3, Offline: 3, Timeout: 1 },
  });
  const wanted = { accepts: 'Accepted', rejects: 'Rejected', silent: 'Timeout', offline: 'Offline' };
  for (const [index, conduct] of conducts.entries()) {
    const chargeBoxId = fleet.idAt(index);
    const result = results.find((candidate) => candidate.chargeBoxId === chargeBoxId);
    expect(result?.status, conduct).toBe(wanted[conduct]);
    expect(fleet.callsOf(chargeBoxId)).toEqual(conduct === 'offline' ? [] : ['ChangeConfiguration']);
    // What was never sent has no id.
    const command = await account.get(`/commands/${result?.commandId}`);
    expect(command.status).toBe(conduct === 'offline' ? 404 : 200);
    const { action, payload } = CHANGE;
    const shown = { chargeBoxId, action, payload };
    expect(command.body).toMatchObject(conduct === 'offline' ? { success: false } : shown);
  }
  expect(mostInASecond(results.flatMap(({ sentAt }) => sentAt ?? []))).toBe(10);
  expect((await account.get('/bulk-commands')).body).toMatchObject({
    bulkCommands: [{ id, state: 'completed', total: 30, endedAt: expect.any(String) }],
    pagination: { total: 1 },
  });
  await fleet.drop();
});

test('results come in pages, and of one outcome', async () => {
  const account = await newAccount(server);
  const fleet = await Fleet.online(account, 'ClearCache', ['accepts', 'offline', 'accepts', 'offline']);
  const id = await beginBulk(account, { filter: { label: fleet.label }, action: 'ClearCache' });
  await expect.poll(() => readBulk(account, id), PATIENCE).toMatchObject({ state: 'completed' });
  const first = (await account.get(`/bulk-commands/${id}?limit=3`)).body as {
    results: unknown[];
    pagination: { total: number; nextCursor: string };
  };
  expect(first.results).toHaveLength(3);
  expect(first.pagination.total).toBe(4);
  const second = await account.get(`/bulk-commands/${id}?limit=3&cursor=${first.pagination.nextCursor}`);
  expect(second.body).toMatchObject({ results: [{}], pagination: { nextCursor: null } });
  expect((await account.get(`/bulk-commands/${id}?outcome=offline`)).body).toMatchObject({
    results: [{ status: 'Offline' }, { status: 'Offline' }],
    pagination: { total: 2 },
  });
  await fleet.drop();
});

test('what the state of a charger forbids is its result, and the others get it all the same: a remote start too', async () => {
  const account = await newAccount(server);
  const fleet = await Fleet.online(account, 'RemoteStartTransaction', ['accepts', 'accepts']);
  await account.patch(`/chargers/${fleet.idAt(1)}`, { registration: 'Pending' });
  const id = await beginBulk(account, {
    filter: { chargeBoxIds: [...fleet.chargeBoxIds].map((chargeBoxId) => chargeBoxId.toUpperCase()) },
    action: 'RemoteStartTransaction',
    payload: { idTag: 'USER-001', connectorId: 1 },
  });
  await expect.poll(() => readBulk(account, id), PATIENCE).toMatchObject({ state: 'completed' });
  const { results } = await readBulk(account, id);
  expect(results).toHaveLength(2);
  expect(results.find(({ chargeBoxId }) => chargeBoxId === fleet.idAt(0))).toMatchObject({
    status: 'Accepted',
  });
  expect(results.find(({ chargeBoxId }) => chargeBoxId === fleet.idAt(1))).toMatchObject({
    status: 'Refused',
    reason: expect.stringContaining('Pending'),
    commandId: null,
  });
  expect(fleet.callsOf(fleet.idAt(1))).toEqual([]);
  await fleet.drop();
});

test('it goes on after its object was evicted in the middle, again and again, and nobody gets the command twice', async () => {
  const account = await newAccount(server);
  const fleet = await Fleet.online(
    account,
    'ClearCache',
    Array.from({ length: 12 }, () => 'accepts' as const),
  );
  const id = await beginBulk(account, {
    filter: { label: fleet.label },
    action: 'ClearCache',
    perSecond: 3,
  });
  let evictions = 0;
  await expect
    .poll(async () => {
      if (await evictIfRunning(server, 'BulkCommand', id)) evictions += 1;
      return readBulk(account, id);
    }, PATIENCE)
    .toMatchObject({ state: 'completed', counts: { answered: 12 } });
  expect(evictions).toBeGreaterThan(1);
  for (const chargeBoxId of fleet.chargeBoxIds) expect(fleet.callsOf(chargeBoxId)).toEqual(['ClearCache']);
  await fleet.drop();
});

test('cancelled, it sends nothing more; resumed, it sends to those that are left', async () => {
  const account = await newAccount(server);
  const fleet = await Fleet.online(
    account,
    'ClearCache',
    Array.from({ length: 6 }, () => 'accepts' as const),
  );
  const id = await beginBulk(account, { filter: { label: fleet.label }, action: 'ClearCache', perSecond: 1 });
  expect(await account.post(`/bulk-commands/${id}/resume`)).toMatchObject({ status: 409 });
  await expect.poll(() => fleet.callCount, PATIENCE).toBeGreaterThan(0);
  expect(await account.post(`/bulk-commands/${id}/cancel`)).toMatchObject({
    status: 200,
    body: { state: 'cancelled' },
  });
  expect(await account.post(`/bulk-commands/${id}/cancel`)).toMatchObject({ status: 200 });
  await expect.poll(() => readBulk(account, id), PATIENCE).toMatchObject({ counts: { sending: 0 } });
  const { counts } = await readBulk(account, id);
  expect(counts['pending']).toBeGreaterThan(0);
  expect(fleet.callCount).toBe(6 - (counts['pending'] ?? 0));
  expect(await account.post(`/bulk-commands/${id}/resume`)).toMatchObject({
    status: 202,
    body: { state: 'running' },
  });
  await expect
    .poll(() => readBulk(account, id), PATIENCE)
    .toMatchObject({ state: 'completed', counts: { answered: 6 } });
  for (const chargeBoxId of fleet.chargeBoxIds) expect(fleet.callsOf(chargeBoxId)).toEqual(['ClearCache']);
  expect(await account.post(`/bulk-commands/${id}/cancel`)).toMatchObject({ status: 409 });
  await fleet.drop();
});

test('resumed when it is complete, it reaches those that were offline, and not those that have answered', async () => {
  const account = await newAccount(server);
  const fleet = await Fleet.online(account, 'Reset', ['accepts', 'silent', 'accepts']);
  await fleet.drop();
  await expect
    .poll(async () => (await account.get(`/chargers?status=online&label=${fleet.label}`)).body, PATIENCE)
    .toMatchObject({ chargers: [] });
  const reset = { filter: { label: fleet.label }, action: 'Reset', payload: { type: 'Soft' } };
  const id = await beginBulk(account, { ...reset, timeoutSeconds: 1 });
  await expect
    .poll(() => readBulk(account, id), PATIENCE)
    .toMatchObject({ state: 'completed', counts: { offline: 3 } });
  await fleet.connect(account.url);
  await account.post(`/bulk-commands/${id}/resume`);
  await expect
    .poll(() => readBulk(account, id), PATIENCE)
    .toMatchObject({ state: 'completed', counts: { answered: 2, timedOut: 1 } });
  // A reset that was not answered may have been heard: it is repeated for who asks for that only.
  await account.post(`/bulk-commands/${id}/resume`);
  await expect.poll(() => readBulk(account, id), PATIENCE).toMatchObject({ state: 'completed' });
  expect(fleet.callCount).toBe(3);
  await account.post(`/bulk-commands/${id}/resume`, { outcomes: ['timedOut'] });
  await expect.poll(() => fleet.callCount, PATIENCE).toBe(4);
  await expect.poll(() => readBulk(account, id), PATIENCE).toMatchObject({ state: 'completed' });
  expect(fleet.callsOf(fleet.idAt(1))).toEqual(['Reset', 'Reset']);
  await fleet.drop();
});

test('kept for chargers that are offline, it is sent when they come back, and their word is shown then', async () => {
  const account = await newAccount(server);
  const fleet = await Fleet.online(account, 'ClearCache', ['accepts', 'accepts']);
  await fleet.drop();
  await expect
    .poll(async () => (await account.get(`/chargers?status=online&label=${fleet.label}`)).body, PATIENCE)
    .toMatchObject({ chargers: [] });
  const id = await beginBulk(account, {
    filter: { label: fleet.label },
    action: 'ClearCache',
    deliverWithinSeconds: 600,
  });
  await expect
    .poll(() => readBulk(account, id), PATIENCE)
    .toMatchObject({ state: 'completed', statuses: { Queued: 2 } });
  await fleet.connect(account.url);
  await expect
    .poll(() => readBulk(account, id), PATIENCE)
    .toMatchObject({ state: 'completed', counts: { answered: 2, queued: 0 }, statuses: { Accepted: 2 } });
  expect(fleet.callCount).toBe(2);
  await fleet.drop();
});

test('a filter selects by all its criteria', async () => {
  const account = await newAccount(server);
  const fleet = await Fleet.online(account, 'ClearCache', ['accepts', 'accepts']);
  const { label } = fleet;
  const total = async (filter: Record<string, unknown>) => {
    const { status, body } = await account.post('/bulk-commands', { filter, action: 'ClearCache' });
    return status === 202 ? (body as { total: number }).total : status;
  };
  await expect.poll(() => total({ model: 'Terra AC' }), PATIENCE).toBe(2);
  expect(await total({ model: 'Terra AC', label })).toBe(2);
  expect(await total({ label, model: 'Another' })).toBe(409);
  expect(await total({ chargeBoxIds: [fleet.idAt(0)], label })).toBe(1);
  expect(await total({ chargeBoxIds: [fleet.idAt(0)], label: 'other' })).toBe(409);
  expect(await total({ chargeBoxIds: [fleet.idAt(0), fleet.idAt(0).toUpperCase()] })).toBe(1);
  expect(await total({ firmwareVersion: '1.0' })).toBe(409);
  await fleet.drop();
});

test('the same Idempotency-Key begins one bulk command only', async () => {
  const account = await newAccount(server);
  const fleet = await Fleet.online(account, 'ClearCache', ['offline']);
  const body = { filter: { label: fleet.label }, action: 'ClearCache' };
  const headers = { 'Idempotency-Key': unique('key') };
  const first = await account.post('/bulk-commands', body, headers);
  expect(first.status).toBe(202);
  const second = await account.post('/bulk-commands', body, headers);
  expect(second).toMatchObject({ status: 202, body: { id: (first.body as { id: string }).id } });
  expect((await account.get('/bulk-commands')).body).toMatchObject({ pagination: { total: 1 } });
});
