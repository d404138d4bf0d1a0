import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OwnServer, startServer } from './server.ts';

/** Where Linux keeps files in memory. */
const MEMORY = '/dev/shm';

/** A server of the test's own whose disk is memory where there is such a thing: for cases of sheer number. */
export async function startServerInMemory(): Promise<OwnServer> {
  const folder = existsSync(MEMORY) ? MEMORY : tmpdir();
  return startServer({ dataFolder: await mkdtemp(join(folder, 'capacitor-test-')) });
}
