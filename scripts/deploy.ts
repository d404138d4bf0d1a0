import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { askWrangler, runWrangler } from './wrangler/run-wrangler.ts';
import { newSecrets } from './start/secrets.ts';

const DATABASE = 'capacitor';

const SecretNames = z.array(z.object({ name: z.string() })).transform((list) => list.map(({ name }) => name));

/**
 * The names of the secrets that the deployed worker has; none where there is no worker yet. Any other failure throws:
 * a digest key that were made anew by mistake would shut out every charger with a password.
 */
async function namesOfSecrets(): Promise<string[]> {
  const { isGood, output } = await askWrangler('secret', 'list', '--format', 'json');
  if (isGood) return SecretNames.parse(JSON.parse(output.slice(output.indexOf('['))));
  if (output.includes('If this is a new Worker')) return [];
  throw new Error(`The worker's secrets could not be listed.\n${output.trim()}`);
}

async function makeDatabaseOnce(): Promise<void> {
  const { isGood, output } = await askWrangler('d1', 'info', DATABASE, '--json');
  if (isGood) return;
  if (!output.includes("Couldn't find"))
    throw new Error(`D1 could not be asked. Logged in? \`npx wrangler login\`\n${output.trim()}`);
  await runWrangler('d1', 'create', DATABASE);
}

/** Deploys with the secrets that the worker does not have yet; gives the admin token where it is new. */
async function deployWorker(secretsFile: string): Promise<string | undefined> {
  const present = await namesOfSecrets();
  const { adminToken, digestKeys } = newSecrets('k1');
  const missing = Object.entries({ ADMIN_TOKEN: adminToken, DIGEST_KEYS: digestKeys }).filter(
    ([name]) => !present.includes(name),
  );
  if (missing.length === 0) {
    await runWrangler('deploy');
    return undefined;
  }
  await writeFile(secretsFile, JSON.stringify(Object.fromEntries(missing)), { mode: 0o600 });
  await runWrangler('deploy', '--secrets-file', secretsFile);
  return present.includes('ADMIN_TOKEN') ? undefined : adminToken;
}

/** From nothing, and again as an update: the database comes first, since new code may need its new columns. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'capacitor-deploy-'));
  try {
    await makeDatabaseOnce();
    await runWrangler('d1', 'migrations', 'apply', DATABASE, '--remote');
    const adminToken = await deployWorker(join(folder, 'secrets.json'));
    if (adminToken !== undefined) {
      console.log(`\nADMIN_TOKEN: ${adminToken}\nIt is shown only now. Make an account with it:\n`);
      console.log(
        `curl -X POST https://<your worker>/api/v1/accounts -H "Authorization: Bearer ${adminToken}" ` +
          `-H "Content-Type: application/json" -d '{"name":"My account"}'`,
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
