import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runWrangler } from './wrangler/run-wrangler.ts';
import { projectRoot } from './server/project-root.ts';
import { checkDataFolder } from './start/preflight.ts';
import { loadSecrets } from './start/secrets.ts';
import { readSettings } from './start/settings.ts';

/** wrangler's own server, which reloads as files change, on the data and the secrets of `npm start`. */
async function main(): Promise<void> {
  const { port, dataFolder } = readSettings(process.env, projectRoot);
  await checkDataFolder(dataFolder);
  const { adminToken, digestKeys } = await loadSecrets(dataFolder);
  const variablesFile = join(dataFolder, 'dev.env');
  const variables = [`ADMIN_TOKEN=${adminToken}`, `DIGEST_KEYS=${digestKeys}`, 'KEY_ENVIRONMENT=test'];
  await writeFile(variablesFile, `${variables.join('\n')}\n`, { mode: 0o600 });
  await runWrangler('d1', 'migrations', 'apply', 'capacitor', '--local', '--persist-to', dataFolder);
  await runWrangler('dev', `--port=${port}`, `--persist-to=${dataFolder}`, `--env-file=${variablesFile}`);
}

// Ctrl-C reaches wrangler by itself, and this process ends with it.
let isInterrupted = false;
process.on('SIGINT', () => {
  isInterrupted = true;
});

main().catch((error: unknown) => {
  if (isInterrupted) return;
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
