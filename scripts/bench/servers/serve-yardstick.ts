import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions as readWorkerOptions } from 'wrangler';
import * as z from 'zod';
import { bundle } from '../../server/bundle.ts';
import { makeFolder } from '../../server/make-folder.ts';
import { projectRoot } from '../../server/project-root.ts';
import { migrate } from '../../server/migrate.ts';
import { tieWorkerdToThisProcess } from '../../server/workerd-binary.ts';
import { createAccount } from '../../start/account.ts';
import { loadSecrets, saveSecrets } from '../../start/secrets.ts';

/** A worker that the bench serves beside Capacitor, or Capacitor's own with its rows counted. */
export const YARDSTICKS = [
  'bare-object',
  'bare-pipeline',
  'counted-object',
  'counted-pipeline',
  'counted-capacitor',
] as const;
export type YardstickName = (typeof YARDSTICKS)[number];

export interface ServedYardstick {
  /** `http://127.0.0.1:41234`, without a slash at its end. */
  url: string;
  /** Of the account of Capacitor. */
  apiKey?: string;
}

type WorkerOptions = Omit<
  Extract<Parameters<typeof convertV4MiniflareOptions>[0], { workers: unknown }>['workers'][number],
  'modules'
>;

interface Worker {
  options: WorkerOptions;
  modules: { path: string; contents: string }[];
}

const COMPATIBILITY_DATE = '2026-10-30';

/** Serves a worker just as scripts/server/serve.ts serves Capacitor: Miniflare without a proxy in front. */
export async function serveYardstick(name: YardstickName, dataFolder: string): Promise<ServedYardstick> {
  await makeFolder(dataFolder);
  tieWorkerdToThisProcess();
  const { options, modules } = await workerOf(name, dataFolder);
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port: 0,
      cf: false,
      telemetry: { enabled: false },
      log: new Log(LogLevel.ERROR),
      logRequests: false,
      resourcePersistencePath: join(dataFolder, 'v3'),
      workers: [
        {
          ...options,
          modulesRoot: '/',
          modules: modules.map((module) => ({ type: 'ESModule' as const, ...module })),
        },
      ],
    }),
  );
  const { origin } = await miniflare.ready;
  if (name !== 'counted-capacitor') return { url: origin };
  await migrate(await miniflare.getD1Database('DB'), join(projectRoot, 'migrations'));
  return { url: origin, apiKey: await apiKeyOf(dataFolder, origin) };
}

/** The key that `npm start` has made in this folder, or a new one. */
async function apiKeyOf(dataFolder: string, url: string): Promise<string> {
  const secrets = await loadSecrets(dataFolder);
  if (secrets.apiKey !== undefined) return secrets.apiKey;
  const apiKey = await createAccount(url, secrets.adminToken, 'Bench');
  await saveSecrets(dataFolder, { ...secrets, apiKey });
  return apiKey;
}

async function workerOf(name: YardstickName, dataFolder: string): Promise<Worker> {
  switch (name) {
    case 'bare-object':
      return {
        options: bareObject,
        modules: [{ path: '/worker.js', contents: await yardstick('bare-object') }],
      };
    case 'bare-pipeline':
      return {
        options: barePipeline,
        modules: [{ path: '/worker.js', contents: await yardstick('bare-pipeline') }],
      };
    case 'counted-object':
      return {
        options: bareObject,
        modules: await countedModules(await yardstick('bare-object'), ['BareObject']),
      };
    case 'counted-pipeline':
      return {
        options: barePipeline,
        modules: await countedModules(await yardstick('bare-pipeline'), ['PipelineCharger', 'PipelineLog']),
      };
    case 'counted-capacitor': {
      const { adminToken, digestKeys } = await loadSecrets(dataFolder);
      const { scriptPath } = await bundle();
      const { workerOptions } = readWorkerOptions(join(projectRoot, 'wrangler.toml'));
      const variables: unknown = workerOptions.bindings;
      return {
        options: {
          ...workerOptions,
          name: 'capacitor',
          bindings: {
            ...(typeof variables === 'object' && variables),
            ADMIN_TOKEN: adminToken,
            DIGEST_KEYS: digestKeys,
            KEY_ENVIRONMENT: 'test',
          },
        },
        modules: await countedModules(await readFile(scriptPath, 'utf8'), classesOf(workerOptions)),
      };
    }
  }
}

const bareObject: WorkerOptions = {
  name: 'bare-object',
  compatibilityDate: COMPATIBILITY_DATE,
  compatibilityFlags: ['no_web_socket_compression'],
  durableObjects: { BARE: { className: 'BareObject', useSQLite: true } },
};

const barePipeline: WorkerOptions = {
  name: 'bare-pipeline',
  compatibilityDate: COMPATIBILITY_DATE,
  compatibilityFlags: ['no_web_socket_compression'],
  durableObjects: {
    CHARGER: { className: 'PipelineCharger', useSQLite: true },
    LOG: { className: 'PipelineLog', useSQLite: true },
  },
  d1Databases: { DB: 'pipeline' },
};

const Objects = z.object({ durableObjects: z.record(z.string(), z.object({ className: z.string() })) });

/** The classes of all objects that wrangler.toml binds. */
function classesOf(workerOptions: unknown): string[] {
  return Object.values(Objects.parse(workerOptions).durableObjects).map(({ className }) => className);
}

/** The text of a yardstick as workerd takes it. */
async function yardstick(name: string): Promise<string> {
  return stripTypeScriptTypes(
    await readFile(join(import.meta.dirname, '..', 'yardsticks', `${name}.ts`), 'utf8'),
  );
}

/** The worker behind one that counts its rows. */
async function countedModules(worker: string, classes: readonly string[]): Promise<Worker['modules']> {
  const entry = `
    import worker, * as classes from './worker.js';
    import { counted, countedWorker } from './counting.js';
    ${classes.map((name) => `export const ${name} = counted('${name}', classes.${name});`).join('\n')}
    export default countedWorker(worker);
  `;
  return [
    { path: '/entry.js', contents: entry },
    { path: '/worker.js', contents: worker },
    { path: '/counting.js', contents: await yardstick('counting') },
  ];
}
