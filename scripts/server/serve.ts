import { basename, dirname, join } from 'node:path';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions as readWorkerOptions } from 'wrangler';
import type { Bundle } from './bundle.ts';
import { makeFolder } from './make-folder.ts';
import { migrate } from './migrate.ts';
import { projectRoot } from './project-root.ts';
import { tieWorkerdToThisProcess } from './workerd-binary.ts';

export type ObjectClass = 'Charger' | 'EventLog' | 'BulkCommand';
export type SqlValue = string | number | null;
export type SqlRow = Record<string, SqlValue | ArrayBuffer>;

export interface ServeOptions {
  bundle: Bundle;
  /** 0 takes a free port. */
  port: number;
  /** Where D1 and the objects persist; made where it is missing. The layout is that of `wrangler dev --persist-to`. */
  dataFolder: string;
  /** Variables and secrets, over those of wrangler.toml. */
  bindings: Record<string, string>;
  /** The folder of what is to be applied to D1; default: that of the project. */
  migrationsFolder?: string;
  /** Lets `objectRows` read the storage of objects: for tests. */
  canReadObjects?: boolean;
  /** What the worker writes to its console; default: the console of this process. */
  onLog?: (entry: { level: string; message: string }) => void;
}

/** The built worker on workerd, on loopback, and the handles that only a local server can give. */
export interface LocalServer {
  /** `http://127.0.0.1:8787`, without a slash at its end. */
  url: string;
  miniflare: Miniflare;
  /** Takes the object out of memory as the platform does after silence; its sockets hibernate, or close. */
  evict(objectClass: ObjectClass, name: string, webSockets?: 'hibernate' | 'close'): Promise<void>;
  /** Runs SQL inside the object of that name. */
  objectRows(objectClass: ObjectClass, name: string, sql: string, ...bindings: SqlValue[]): Promise<SqlRow[]>;
  /** Runs SQL in D1. */
  databaseRows(sql: string, ...bindings: SqlValue[]): Promise<SqlRow[]>;
  stop(): Promise<void>;
}

const WORKER_NAME = 'capacitor';

/**
 * Serves the worker through Miniflare directly: wrangler's dev server puts a proxy worker in front that cuts the
 * throughput of sockets about tenfold. Asks nothing of the network. Throws `MiniflareCoreError` with the code
 * `ERR_ADDRESS_IN_USE` where the port is taken.
 */
export async function serve(options: ServeOptions): Promise<LocalServer> {
  await makeFolder(options.dataFolder);
  tieWorkerdToThisProcess();
  const { workerOptions } = readWorkerOptions(join(projectRoot, 'wrangler.toml'));
  const variables: unknown = workerOptions.bindings;
  const { onLog } = options;
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port: options.port,
      // The default asks a foreign host for `request.cf`.
      cf: false,
      telemetry: { enabled: false },
      log: new Log(LogLevel.ERROR),
      logRequests: false,
      resourcePersistencePath: join(options.dataFolder, 'v3'),
      unsafeInspectDurableObjects: options.canReadObjects ?? false,
      ...(onLog && { handleStructuredLogs: onLog }),
      workers: [
        {
          ...workerOptions,
          name: WORKER_NAME,
          bindings: { ...(typeof variables === 'object' && variables), ...options.bindings },
          rootPath: dirname(options.bundle.scriptPath),
          modules: [{ type: 'ESModule', path: basename(options.bundle.scriptPath) }],
        },
      ],
    }),
  );
  try {
    const { origin } = await miniflare.ready;
    const database = await miniflare.getD1Database('DB');
    await migrate(database, options.migrationsFolder ?? join(projectRoot, 'migrations'));
    return {
      url: origin,
      miniflare,
      evict: (objectClass, name, webSockets = 'hibernate') =>
        miniflare.unsafeEvictDurableObject(WORKER_NAME, objectClass, { name, webSockets }),
      async objectRows(objectClass, name, sql, ...bindings) {
        const storage = await miniflare.unsafeGetDurableObjectStorage(WORKER_NAME, objectClass, { name });
        return storage.exec<SqlRow>(sql, ...bindings);
      },
      async databaseRows(sql, ...bindings) {
        const { results } = await database
          .prepare(sql)
          .bind(...bindings)
          .all<SqlRow>();
        return results;
      },
      stop: () => miniflare.dispose(),
    };
  } catch (error) {
    await miniflare.dispose();
    throw error;
  }
}
