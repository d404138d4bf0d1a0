import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { errorCode } from '../server/error-code.ts';
import { writePrivateJson } from './private-file.ts';
import { StartProblem } from './start-problem.ts';

/** What a deployed worker has as wrangler secrets, and the key of the local account once there is one. */
export const Secrets = z.object({
  adminToken: z.string().min(1),
  digestKeys: z.string().min(1),
  apiKey: z.string().min(1).optional(),
});
export type Secrets = z.infer<typeof Secrets>;

/** New ones, 256 random bits each; digests will carry `keyId`. */
export function newSecrets(keyId = 'local'): Secrets {
  return {
    adminToken: randomBytes(32).toString('base64url'),
    digestKeys: `${keyId}:${randomBytes(32).toString('hex')}`,
  };
}

/** Reads the folder's secrets; makes them on the first start. */
export async function loadSecrets(dataFolder: string): Promise<Secrets> {
  const path = join(dataFolder, 'secrets.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    const secrets = newSecrets();
    await saveSecrets(dataFolder, secrets);
    return secrets;
  }
  return parseSecrets(path, text);
}

export async function saveSecrets(dataFolder: string, secrets: Secrets): Promise<void> {
  await writePrivateJson(join(dataFolder, 'secrets.json'), secrets);
}

function parseSecrets(path: string, text: string): Secrets {
  try {
    return Secrets.parse(JSON.parse(text));
  } catch {
    throw new StartProblem(
      `${path} is damaged. Restore it; or move it away, and chargers with a password need a new one.`,
    );
  }
}
