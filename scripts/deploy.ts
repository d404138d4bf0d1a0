import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { askWrangler, runWrangler } from './wrangler/run-wrangler.ts';
import { newSecrets } from './start/secrets.ts';

const HELP = `Deploys to the Cloudflare account that wrangler is logged in to, for the first time and for every update.

Usage: npm run deploy

  --help          this text

It makes the D1 database and the R2 bucket where there are none, applies the migrations that are missing, then deploys
the worker with new secrets for those that it does not have.
`;

const DATABASE = 'capacitor';
const BUCKET = 'capacitor-uploads';

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

async function makeBucketOnce(): Promise<void> {
  const { isGood, output } = await askWrangler('r2', 'bucket', 'list');
  if (!isGood) {
    throw new Error(
      `R2 could not be asked. It has to be switched on once for the account, in the dashboard under R2.\n${output.trim()}`,
    );
  }
  if (!output.split(/\s+/).includes(BUCKET)) await runWrangler('r2', 'bucket', 'create', BUCKET);
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
async function deploy(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'capacitor-deploy-'));
  try {
    await makeDatabaseOnce();
    await makeBucketOnce();
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

/** What it does not know it refuses: whoever asks for help or for a dry run must not have deployed. */
async function main(arguments_: readonly string[]): Promise<number> {
  if (arguments_.includes('--help') || arguments_.includes('-h')) {
    process.stdout.write(HELP);
    return 0;
  }
  if (arguments_.length > 0) {
    console.error(`Unknown: ${arguments_.join(' ')}\nSee npm run deploy -- --help`);
    return 2;
  }
  await deploy();
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
