import { mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { inParallel } from '../../test/support/in-parallel.ts';
import { RestClient } from '../../test/support/rest-client.ts';
import { ServerProcess } from '../crash/server-process.ts';
import { bundle } from '../server/bundle.ts';
import { createAccount } from '../start/account.ts';
import { newSecrets } from '../start/secrets.ts';

/** A server that the storm goes over. */
export interface Subject {
  name: string;
  url: string;
  usage: ServerProcess['usage'];
  /** How many chargers its list shows as online; null where it has none. */
  countOnline: () => Promise<number | null>;
  remove: () => Promise<void>;
}

const Page = z.looseObject({
  chargers: z.array(z.unknown()),
  pagination: z.looseObject({ nextCursor: z.string().nullable() }),
});

const MEMORY = '/dev/shm';
const AT_ONCE = 8;

async function start(program: string, order: (dataFolder: string) => object) {
  const dataFolder = await mkdtemp(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'capacitor-storm-'));
  const server = ServerProcess.load(join(import.meta.dirname, program));
  const remove = async () => {
    await server.kill();
    await rm(dataFolder, { recursive: true, force: true });
  };
  try {
    server.start(order(dataFolder));
    const { url } = await server.ready;
    return { url, usage: () => server.usage(), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** This server, with these chargers registered. */
export async function startCapacitor(chargeBoxIds: readonly string[]): Promise<Subject> {
  const { adminToken, digestKeys } = newSecrets();
  const built = await bundle();
  const server = await start('../crash/serve-child.ts', (dataFolder) => ({
    bundle: built,
    dataFolder,
    bindings: { ADMIN_TOKEN: adminToken, DIGEST_KEYS: digestKeys, KEY_ENVIRONMENT: 'test' },
    canReadObjects: false,
  }));
  const client = new RestClient(server.url, await createAccount(server.url, adminToken, 'Storm'));
  await inParallel(chargeBoxIds, AT_ONCE, async (chargeBoxId) => {
    const { status, body } = await client.post('/chargers', { chargeBoxId });
    if (status !== 201) throw new Error(`POST /chargers answered ${status}: ${JSON.stringify(body)}`);
  });
  return {
    ...server,
    name: 'Capacitor',
    countOnline: () => countOnline(client),
  };
}

/** An object a charger that accepts its socket and answers every frame alike. */
export async function startBareObject(): Promise<Subject> {
  const server = await start('serve-bare-child.ts', (dataFolder) => ({ dataFolder }));
  return { ...server, name: 'bare object', countOnline: () => Promise.resolve(null) };
}

/** Page by page: a total is counted up to 1,000 only. */
async function countOnline(client: RestClient): Promise<number> {
  let count = 0;
  for (let cursor: string | null = ''; cursor !== null; ) {
    const behind: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = Page.parse((await client.get(`/chargers?status=online&limit=200${behind}`)).body);
    count += page.chargers.length;
    cursor = page.pagination.nextCursor;
  }
  return count;
}
