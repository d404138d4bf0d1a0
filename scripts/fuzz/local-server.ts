import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../server/bundle.ts';
import { serve } from '../server/serve.ts';
import { createAccount } from '../start/account.ts';
import { newSecrets } from '../start/secrets.ts';

/** A server to be fuzzed. */
export interface Target {
  /** `http://127.0.0.1:8787`, without a slash at its end. */
  url: string;
  apiKey: string;
  /** What the worker has complained about so far; always empty for a server that somebody else runs. */
  complaints: readonly string[];
}

/** The built worker on a free port of loopback, with data and an account of its own that `stop` removes. */
export async function startLocalServer(): Promise<Target & { stop(): Promise<void> }> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'capacitor-fuzzed-'));
  const { adminToken, digestKeys } = newSecrets();
  const complaints: string[] = [];
  const server = await serve({
    bundle: await bundle(),
    port: 0,
    dataFolder,
    bindings: { ADMIN_TOKEN: adminToken, DIGEST_KEYS: digestKeys, KEY_ENVIRONMENT: 'test' },
    onLog: ({ level, message }) => {
      if (level === 'error') complaints.push(message);
    },
  });
  return {
    url: server.url,
    apiKey: await createAccount(server.url, adminToken, 'Fuzz'),
    complaints,
    async stop() {
      await server.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
