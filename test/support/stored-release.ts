import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unstable_splitSqlQuery as splitSqlQuery } from 'wrangler';
import * as z from 'zod';
import { bundle } from '../../scripts/server/bundle.ts';
import { projectRoot } from '../../scripts/server/project-root.ts';
import { type ObjectClass, serve } from '../../scripts/server/serve.ts';
import { temporaryFolder } from './temporary-folder.ts';

const StoredRelease = z.object({
  accountId: z.string(),
  apiKey: z.string(),
  readKey: z.string(),
  adminToken: z.string(),
  digestKeys: z.string(),
  password: z.string(),
  chargerIds: z.record(z.string(), z.string()),
  running: z.object({ ocppTransactionId: z.int() }),
});
type StoredRelease = z.infer<typeof StoredRelease>;

/** A time of the days on which the fixtures were made, ms since the epoch. */
const STORED_TIME = /\b1795402\d{6}\b/g;
const STORED_AT = 1_795_402_600_000;

/**
 * Puts what a release has stored back into a data folder, as if it had been written an hour ago: what is kept for some
 * days only is still there, however old the fixture. Its SQL runs inside the objects themselves, so that each database
 * lies where the local runtime looks for it.
 *
 * @param name a folder of `test/fixtures`
 */
export async function storedRelease(name: string): Promise<{ dataFolder: string; release: StoredRelease }> {
  const folder = join(projectRoot, 'test', 'fixtures', name);
  const ageMs = Date.now() - 3_600_000 - STORED_AT;
  const read = async (file: string) =>
    (await readFile(join(folder, file), 'utf8')).replaceAll(STORED_TIME, (time) =>
      String(Number(time) + ageMs),
    );
  const release = StoredRelease.parse(JSON.parse(await read('release.json')));
  const { adminToken, digestKeys, accountId, chargerIds } = release;
  const dataFolder = await temporaryFolder();
  const noMigrations = await mkdtemp(join(tmpdir(), 'capacitor-no-migrations-'));
  const server = await serve({
    bundle: await bundle(),
    port: 0,
    dataFolder,
    bindings: { ADMIN_TOKEN: adminToken, DIGEST_KEYS: digestKeys, KEY_ENVIRONMENT: 'test' },
    migrationsFolder: noMigrations,
    canReadObjects: true,
  });
  const fill = async (objectClass: ObjectClass, object: string, file: string) => {
    const tables = await server.objectRows(
      objectClass,
      object,
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_*' AND name NOT GLOB 'sqlite_*'",
    );
    for (const table of tables)
      await server.objectRows(objectClass, object, `DROP TABLE ${String(table['name'])}`);
    for (const query of splitSqlQuery(await read(file))) await server.objectRows(objectClass, object, query);
  };
  try {
    for (const chargeBoxId of Object.keys(chargerIds)) {
      const id = chargeBoxId.toLowerCase();
      await fill('Charger', id, `charger-${id}.sql`);
    }
    await fill('EventLog', `${accountId}:0`, 'event-log.sql');
    await server.databaseRows('DROP TABLE d1_migrations');
    for (const query of splitSqlQuery(await read('d1.sql'))) await server.databaseRows(query);
  } finally {
    await server.stop();
    await rm(noMigrations, { recursive: true });
  }
  return { dataFolder, release };
}
