import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from './server/bundle.ts';
import { projectRoot } from './server/project-root.ts';
import { createAccount, isKnownKey } from './start/account.ts';
import { chargerRoomNotice } from './start/charger-room.ts';
import { type DemoCharger, startDemoCharger } from './start/demo-charger.ts';
import { Shutdown } from './start/shutdown.ts';
import { checkDataFolder, checkPort, portProblem } from './start/preflight.ts';
import { writePrivateJson } from './start/private-file.ts';
import { loadSecrets, saveSecrets, type Secrets } from './start/secrets.ts';
import { help, readSettings, type StartSettings } from './start/settings.ts';
import { StartProblem } from './start/start-problem.ts';
import { listenToKeys } from './start/terminal-keys.ts';
import { tutorial } from './start/tutorial.ts';

const CHARGE_BOX_ID = 'CP-OFFICE-01';
const PLUG_IN_AFTER_SECONDS = 10;

async function start(settings: StartSettings, shutdown: Shutdown): Promise<void> {
  const { port, dataFolder, hasDemoCharger } = settings;
  await checkPort(port);
  await checkDataFolder(dataFolder);
  const localFile = join(dataFolder, 'local.json');
  // One left by a server that was killed would tell a reader of an address that is not served yet.
  await rm(localFile, { force: true });
  console.log('Starting Capacitor: building the worker if it changed, migrating, serving …');
  const secrets = await loadSecrets(dataFolder);
  const [built, { serve }] = await Promise.all([bundle(shutdown.signal), import('./server/serve.ts')]);
  const { adminToken, digestKeys } = secrets;
  const bindings = { ADMIN_TOKEN: adminToken, DIGEST_KEYS: digestKeys, KEY_ENVIRONMENT: 'test' };
  const server = await serve({ bundle: built, port, dataFolder, bindings }).catch((error: unknown) => {
    throw portProblem(port, error);
  });
  shutdown.add(() => server.stop());
  const apiKey = await localApiKey(server.url, dataFolder, secrets);
  await writePrivateJson(localFile, { url: server.url, apiKey, adminToken });
  shutdown.add(() => rm(localFile, { force: true }));
  const steps = tutorial({
    url: server.url,
    apiKey,
    chargeBoxId: CHARGE_BOX_ID,
    hasDemoCharger,
    plugInAfterSeconds: PLUG_IN_AFTER_SECONDS,
  });
  console.log(`\n${steps}\n`);
  console.log(`Capacitor serves at ${server.url}\nAPI key: ${apiKey}\nCtrl-C ends it.\n`);
  const notice = chargerRoomNotice();
  if (notice !== undefined) console.log(`${notice}\n`);
  if (hasDemoCharger) withDemoCharger(server.url, shutdown);
}

/** The local account's key: that of an earlier start, or a new account's. */
async function localApiKey(url: string, dataFolder: string, secrets: Secrets): Promise<string> {
  if (secrets.apiKey !== undefined && (await isKnownKey(url, secrets.apiKey))) return secrets.apiKey;
  const apiKey = await createAccount(url, secrets.adminToken, 'Local');
  await saveSecrets(dataFolder, { ...secrets, apiKey });
  return apiKey;
}

function withDemoCharger(url: string, shutdown: Shutdown): void {
  const charger: DemoCharger = startDemoCharger({
    chargeBoxId: CHARGE_BOX_ID,
    url,
    plugInAfterSeconds: PLUG_IN_AFTER_SECONDS,
    print: (line) => console.log(line),
  });
  shutdown.add(() => charger.stop());
  const release = listenToKeys(
    (key) => charger.press(key),
    () => shutdown.begin(),
  );
  shutdown.add(async () => release());
}

async function main(): Promise<void> {
  const [argument] = process.argv.slice(2);
  if (argument === '--help' || argument === '-h') {
    console.log(help);
    return;
  }
  if (argument !== undefined)
    throw new StartProblem(`npm start takes no "${argument}". Try: npm start -- --help`);
  const shutdown = new Shutdown();
  try {
    await start(readSettings(process.env, projectRoot), shutdown);
  } catch (error) {
    // What is cut off by Ctrl-C fails in its own way: it is no problem of the user's.
    if (shutdown.signal.aborted) return;
    await shutdown.run();
    throw error;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof StartProblem ? error.message : error);
  process.exit(1);
});
