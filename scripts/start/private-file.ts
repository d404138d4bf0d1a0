import { rename, writeFile } from 'node:fs/promises';

/** Writes JSON that only this user may read; a reader sees the old file or the new one, never half of it. */
export async function writePrivateJson(path: string, value: object): Promise<void> {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, path);
}
