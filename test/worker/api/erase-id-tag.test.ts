import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { callApi, errorOf, newCharger } from '../../support/worker/api-client.ts';
import { bootOf, reportStatus, start, stop } from '../../support/worker/charging-session.ts';
import {
  loggedEvents,
  newSite,
  registerIdTag,
  settle,
  type Site,
} from '../../support/worker/charging-site.ts';
import { connectScriptedCharger } from '../../support/worker/scripted-charger.ts';

/** Unlike any other text, so that it can be looked for everywhere. */
const ID_TAG = 'ADA-CARD-4711';

/** A charger on which the tag has been everywhere that a tag can be. */
async function newVisitedCharger() {
  const site = await newSite();
  await registerIdTag(site, ID_TAG);
  await registerIdTag(site, 'OTHER');
  const charger = await connectScriptedCharger(site.chargeBoxId);
  await bootOf(charger);
  await reportStatus(charger, 'Available');
  const spelled = ID_TAG.toLowerCase();
  await charger.call('Authorize', { idTag: spelled });
  await stop(charger, await start(charger, spelled, 1_000), 2_000);
  const stoppedByIt = await start(charger, 'OTHER', 2_000);
  await charger.call('StopTransaction', {
    transactionId: stoppedByIt,
    idTag: ID_TAG,
    meterStop: 2_500,
    timestamp: new Date().toISOString(),
  });
  await charger.call('StopTransaction', {
    transactionId: 77_777,
    idTag: ID_TAG,
    meterStop: 9,
    timestamp: new Date().toISOString(),
  });
  await site.account.call('POST', '/api/v1/transactions/start', {
    chargeBoxId: site.chargeBoxId,
    connectorId: 1,
    idTag: ID_TAG,
  });
  await stop(charger, await start(charger, ID_TAG, 3_000), 4_000);
  await settle(site);
  return { site, charger };
}

const Answer = z.object({
  isComplete: z.boolean(),
  nextCursor: z.string().nullable(),
  erased: z.object({ transactions: z.int(), events: z.int(), records: z.int(), chargers: z.int() }),
});

async function erase(site: Site, cursor?: string) {
  const { status, body } = await site.account.call(
    'POST',
    `/api/v1/id-tags/${ID_TAG}/erase`,
    cursor === undefined ? {} : { cursor },
  );
  expect(status, JSON.stringify(body)).toBe(200);
  return Answer.parse(body);
}

/** Every table of an object in which the tag stands, as text. */
function tablesWithTag(object: DurableObjectStub): Promise<string[]> {
  return runInDurableObject(object, (_, { storage: { sql } }) =>
    sql
      .exec("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf*'")
      .toArray()
      .map((row) => z.object({ name: z.string() }).parse(row).name)
      .filter((name) =>
        JSON.stringify(sql.exec(`SELECT * FROM ${name}`).toArray())
          .toLowerCase()
          .includes(ID_TAG.toLowerCase()),
      ),
  );
}

async function listedWithTag({ accountId }: Site): Promise<number> {
  const row = await env.DB.prepare(
    'SELECT count(*) AS total FROM transactions WHERE account_id = ? AND (instr(lower(body), ?2) OR folded_id_tag = ?2)',
  )
    .bind(accountId, ID_TAG.toLowerCase())
    .first();
  return z.object({ total: z.int() }).parse(row).total;
}

test('a tag is erased from lists, log and objects; what else they hold stays', async () => {
  const { site } = await newVisitedCharger();
  expect(await tablesWithTag(site.object)).toEqual(
    expect.arrayContaining(['commands', 'orphan_stops', 'remembered_id_tags', 'transactions']),
  );
  expect(await listedWithTag(site)).toBe(3);
  const before = await loggedEvents(site);

  const { isComplete, nextCursor, erased } = await erase(site);
  expect({ isComplete, nextCursor }).toEqual({ isComplete: true, nextCursor: null });
  expect(erased).toMatchObject({ transactions: 3, chargers: 1 });
  expect(erased.events).toBeGreaterThanOrEqual(5);
  expect(erased.records).toBeGreaterThanOrEqual(6);

  expect(await tablesWithTag(site.object)).toEqual([]);
  expect(await tablesWithTag(site.log)).toEqual([]);
  expect(await listedWithTag(site)).toBe(0);
  const after = await loggedEvents(site);
  expect(after.map(({ event }) => event.event)).toEqual(before.map(({ event }) => event.event));
  const { body } = await site.account.call('GET', '/api/v1/transactions');
  expect(body).toMatchObject({
    transactions: [
      { idTag: 'ERASED', energyDelivered: 1, remoteStarted: true },
      { idTag: 'OTHER', stoppedByIdTag: 'ERASED', energyDelivered: 0.5 },
      { idTag: 'ERASED', energyDelivered: 1 },
    ],
  });
});

test('nothing of it comes back from the trace or after an eviction, and the charger goes on', async () => {
  const { site, charger } = await newVisitedCharger();
  await erase(site);
  await evictDurableObject(site.object);
  const { body } = await site.account.call('GET', `/api/v1/chargers/${site.chargeBoxId}/messages?limit=200`);
  expect(JSON.stringify(body)).toContain('ERASED');
  expect(JSON.stringify(body).toLowerCase()).not.toContain(ID_TAG.toLowerCase());
  expect(await charger.call('Authorize', { idTag: ID_TAG })).toMatchObject({
    idTagInfo: { status: 'Accepted' },
  });
});

test('a transaction that runs keeps its tag until it has ended', async () => {
  const { site, charger } = await newVisitedCharger();
  const running = await start(charger, ID_TAG, 5_000);
  await settle(site);
  await erase(site);
  expect(await listedWithTag(site)).toBe(1);
  await stop(charger, running, 6_000);
  await settle(site);
  const { erased } = await erase(site);
  expect(erased.transactions).toBe(1);
  expect(await listedWithTag(site)).toBe(0);
  expect(await tablesWithTag(site.object)).toEqual([]);
});

test('many chargers take many requests, each going on where the last one ended', async () => {
  const { site } = await newVisitedCharger();
  for (let charger = 0; charger < 12; charger += 1) await newCharger(site.account);
  let chargers = 0;
  let cursor: string | undefined;
  let requests = 0;
  do {
    const { nextCursor, erased } = await erase(site, cursor);
    chargers += erased.chargers;
    cursor = nextCursor ?? undefined;
    requests += 1;
  } while (cursor !== undefined);
  expect(chargers).toBe(13);
  expect(requests).toBe(2);
  expect(await tablesWithTag(site.object)).toEqual([]);
});

test('another account’s tag of the same name is untouched, and a tag that was nowhere is no error', async () => {
  const { site } = await newVisitedCharger();
  const stranger = await newSite();
  expect(await erase(stranger)).toMatchObject({ isComplete: true, erased: { transactions: 0, records: 0 } });
  expect(await listedWithTag(site)).toBe(3);
});

test('it needs the scope manage, and a cursor of its own', async () => {
  const { account } = await newSite();
  const { body } = await account.call('POST', '/api/v1/auth/api-keys', { name: 'O', scopes: ['operate'] });
  const { key } = z.object({ key: z.string() }).parse(body);
  const path = `/api/v1/id-tags/${ID_TAG}/erase`;
  expect(errorOf(await callApi('POST', path, { key, body: {} })).code).toBe('FORBIDDEN');
  expect((await account.call('POST', path, { cursor: 'nonsense' })).status).toBe(400);
});
