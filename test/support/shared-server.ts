import { rm } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import { newSecrets } from '../../scripts/start/secrets.ts';
import { bundle } from '../../scripts/server/bundle.ts';
import { serve } from '../../scripts/server/serve.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { serveControl } from './server-control.ts';

declare module 'vitest' {
  interface ProvidedContext {
    sharedServer: { url: string; adminToken: string; controlUrl: string };
  }
}

/** Starts the one server of the project's files, on a free port and with data of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataFolder = await temporaryFolder();
  const { adminToken, digestKeys } = newSecrets();
  const bindings = { ADMIN_TOKEN: adminToken, DIGEST_KEYS: digestKeys, KEY_ENVIRONMENT: 'test' };
  const server = await serve({ bundle: await bundle(), port: 0, dataFolder, bindings, canReadObjects: true });
  const control = await serveControl(server);
  project.provide('sharedServer', { url: server.url, adminToken, controlUrl: control.url });
  return async () => {
    control.stop();
    await server.stop();
    await rm(dataFolder, { recursive: true, force: true });
  };
}
