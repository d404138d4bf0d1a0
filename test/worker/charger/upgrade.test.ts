import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import * as z from 'zod';
import attachment from '../../fixtures/release-0.1/attachment.json';
import chargerSql from '../../fixtures/release-0.1/charger-cp-old-01.sql?raw';
import release from '../../fixtures/release-0.1/release.json';
import { foldIdentity } from '../../../src/ocpp/identity.ts';
import { stop } from '../../support/worker/charging-session.ts';
import { newSite, settle, type Site } from '../../support/worker/charging-site.ts';
import { connectScriptedCharger } from '../../support/worker/scripted-charger.ts';

const Connection = z.object({ data: z.string() });

/**
 * Leaves the object as release 0.1 would have left it: its tables, its rows and what its open socket carries. Only whose
 * charger it is, and which connection counts, is that of the test.
 */
async function becomeOld({ object, accountId, chargerId, chargeBoxId }: Site): Promise<void> {
  await runInDurableObject(object, (_, ctx) => {
    const { sql } = ctx.storage;
    const { data } = Connection.parse(sql.exec("SELECT data FROM facts WHERE name = 'connection'").one());
    const { connectionId } = z.object({ connectionId: z.string() }).parse(JSON.parse(data));
    const tables = sql
      .exec(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_*' AND name NOT GLOB 'sqlite_*'",
      )
      .toArray();
    for (const { name } of tables) sql.exec(`DROP TABLE ${String(name)}`);
    sql.exec(chargerSql);
    sql.exec(
      `UPDATE facts SET data = json_set(data, '$.accountId', ?, '$.chargerId', ?, '$.chargeBoxId', ?, '$.securityProfile', 0)
       WHERE name = 'registration'`,
      accountId,
      chargerId,
      chargeBoxId,
    );
    sql.exec(
      "UPDATE facts SET data = json_set(data, '$.connectionId', ?) WHERE name = 'connection'",
      connectionId,
    );
    for (const socket of ctx.getWebSockets(connectionId)) {
      socket.serializeAttachment({ ...attachment, connectionId });
    }
  });
}

const versionOf = (site: Site) =>
  runInDurableObject(site.object, (_, { storage }) =>
    storage.sql.exec('SELECT max(version) AS version FROM schema_version').one(),
  );

test('a socket that hibernated under release 0.1 is served after the update: its session goes on and stops with the right energy', async () => {
  const site = await newSite();
  const charger = await connectScriptedCharger(site.chargeBoxId);
  await settle(site);
  await becomeOld(site);
  expect(await versionOf(site)).toEqual({ version: 1 });
  await evictDurableObject(site.object);
  const { ocppTransactionId } = release.running;
  expect(await charger.call('Heartbeat', {})).toHaveProperty('currentTime');
  expect(await versionOf(site)).not.toEqual({ version: 1 });
  expect(await site.object.describe(site.accountId)).toMatchObject({
    isOnline: true,
    connectedSince: new Date(attachment.connectedAt).toISOString(),
    flags: { unknownStatus: { count: 2, example: 'Parked' } },
  });
  await stop(charger, ocppTransactionId, 57_500);
  const [running] =
    (await site.object.transactions(site.accountId, [await publicIdOf(site, ocppTransactionId)])) ?? [];
  expect(running).toMatchObject({ status: 'completed', energyDelivered: 7.5, meterStart: 50_000 });
  const frames = await site.object.messages(site.accountId, { limit: 20_000 });
  expect(frames?.filter(({ messageId }) => messageId === 'scripted-3')).toHaveLength(2);
});

async function publicIdOf(site: Site, ocppTransactionId: number): Promise<string> {
  const row = await runInDurableObject(site.object, (_, { storage }) =>
    storage.sql
      .exec(
        "SELECT data ->> '$.transactionId' AS id FROM transactions WHERE ocpp_transaction_id = ?",
        ocppTransactionId,
      )
      .one(),
  );
  return z.object({ id: z.string() }).parse(row).id;
}

test('tables of a newer release, which was taken back, are left as they are, and the object serves', async () => {
  const site = await newSite();
  const charger = await connectScriptedCharger(site.chargeBoxId);
  await settle(site);
  for (const object of [site.object, site.log]) {
    await runInDurableObject(object, (_, { storage }) => {
      storage.sql.exec('INSERT INTO schema_version (version) VALUES (999); CREATE TABLE later (id INTEGER)');
    });
    await evictDurableObject(object);
  }
  expect(await charger.call('Heartbeat', {})).toHaveProperty('currentTime');
  expect(await env.CHARGER.getByName(foldIdentity(site.chargeBoxId)).presence(site.accountId)).toMatchObject({
    isOnline: true,
  });
  await settle(site);
});
