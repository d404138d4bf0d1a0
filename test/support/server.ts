import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { inject } from 'vitest';
import { createAccount } from '../../scripts/start/account.ts';
import { newSecrets } from '../../scripts/start/secrets.ts';
import { bundle } from '../../scripts/server/bundle.ts';
import { type ObjectClass, serve, type SqlRow, type SqlValue } from '../../scripts/server/serve.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { RestClient } from './rest-client.ts';
import { callControl } from './server-control.ts';

/** The built worker on workerd, behind a real socket, and what only a local server lets a test do. */
export interface TestServer {
  /** `http://127.0.0.1:41234`, without a slash at its end. */
  url: string;
  adminToken: string;
  /** Takes the object out of memory as the platform does after silence. Charger objects are named by the folded id. */
  evict(objectClass: ObjectClass, name: string, webSockets?: 'hibernate' | 'close'): Promise<void>;
  /** Runs SQL inside the object of that name. */
  objectRows(objectClass: ObjectClass, name: string, sql: string, ...bindings: SqlValue[]): Promise<SqlRow[]>;
  databaseRows(sql: string, ...bindings: SqlValue[]): Promise<SqlRow[]>;
}

export interface OwnServer extends TestServer {
  /** Where it persists: hand it to another `startServer` to start again on the same data. */
  dataFolder: string;
  /** Ends it; its data stays until `remove`. */
  stop(): Promise<void>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

interface OwnServerOptions {
  dataFolder?: string;
  /** Over the test's own secrets, which are new for each server unless given. */
  bindings?: Record<string, string>;
}

/** The one server that all files of the project share: use ids of your own (`unique`) and an account of your own. */
export function sharedServer(): TestServer {
  const { url, adminToken, controlUrl } = inject('sharedServer');
  return {
    url,
    adminToken,
    async evict(objectClass, name, webSockets = 'hibernate') {
      await callControl(controlUrl, { action: 'evict', objectClass, name, webSockets });
    },
    objectRows: (objectClass, name, sql, ...bindings) =>
      callControl(controlUrl, { action: 'objectRows', objectClass, name, sql, bindings }),
    databaseRows: (sql, ...bindings) => callControl(controlUrl, { action: 'databaseRows', sql, bindings }),
  };
}

/** A server of the test's own, in about 1 s: for tests that stop it, or start it with other settings. */
export async function startServer(options: OwnServerOptions = {}): Promise<OwnServer> {
  const dataFolder = options.dataFolder ?? (await temporaryFolder());
  const { adminToken, digestKeys } = newSecrets();
  const bindings = {
    ADMIN_TOKEN: adminToken,
    DIGEST_KEYS: digestKeys,
    KEY_ENVIRONMENT: 'test',
    ...options.bindings,
  };
  const server = await serve({ bundle: await bundle(), port: 0, dataFolder, bindings, canReadObjects: true });
  return {
    url: server.url,
    adminToken: bindings.ADMIN_TOKEN,
    dataFolder,
    evict: server.evict,
    objectRows: server.objectRows,
    databaseRows: server.databaseRows,
    stop: server.stop,
    async remove() {
      await server.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/** A new account on that server, as the client that holds its first key. */
export async function newAccount(
  server: Pick<TestServer, 'url' | 'adminToken'>,
  name = 'Test',
): Promise<RestClient> {
  return new RestClient(server.url, await createAccount(server.url, server.adminToken, name));
}

/** An id that no other test has: `CP-1f0c2a9b7d3e`. */
export function unique(prefix: string): string {
  return `${prefix}-${randomBytes(6).toString('hex')}`;
}
