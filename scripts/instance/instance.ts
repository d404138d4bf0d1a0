import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { projectRoot } from '../server/project-root.ts';

/** A running instance and what opens it to its operator. */
export interface Instance {
  /** Without a slash at its end. */
  url: string;
  adminToken: string;
}

const LocalFile = z.object({ url: z.string(), adminToken: z.string() });

/** What the options below are said to be in a help text. */
export const INSTANCE_HELP = `  --url URL           the instance, e.g. https://capacitor.example.com
  --admin-token T     its admin token; better in the environment, as CAPACITOR_ADMIN_TOKEN
                      Without both: the server that \`npm start\` runs here (local.json in CAPACITOR_DATA)`;

/** The instance that the options name, or the local one. Throws with one line that says what is missing. */
export async function findInstance(
  { url, adminToken }: { url: string | undefined; adminToken: string | undefined },
  environment: NodeJS.ProcessEnv,
): Promise<Instance> {
  const token = adminToken ?? environment['CAPACITOR_ADMIN_TOKEN'];
  if (url !== undefined) {
    if (token === undefined) throw new Error('--url needs --admin-token, or CAPACITOR_ADMIN_TOKEN');
    return { url: originOf(url), adminToken: token };
  }
  const file = join(resolve(projectRoot, environment['CAPACITOR_DATA'] || '.wrangler/state'), 'local.json');
  try {
    const local = LocalFile.parse(JSON.parse(await readFile(file, 'utf8')));
    return { url: local.url, adminToken: adminToken ?? local.adminToken };
  } catch {
    throw new Error(`No --url was given, and no server runs here: there is no readable ${file}`);
  }
}

function originOf(url: string): string {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new Error(`--url wants an address such as https://capacitor.example.com, not "${url}"`);
  }
  return new URL(url).origin;
}
