import { env } from 'cloudflare:workers';
import { gunzip } from '../../../src/lib/gzip.ts';

/** What lies in R2 of an account's exported data of one kind: each file with its lines. */
export async function exportsOf(
  { accountId }: { accountId: string },
  kind: string,
): Promise<{ key: string; lines: unknown[] }[]> {
  const { objects } = await env.UPLOADS.list({ prefix: `exports/${accountId}/${kind}/` });
  return Promise.all(
    objects.map(async ({ key }) => {
      const file = await env.UPLOADS.get(key);
      const text = await gunzip((await file?.arrayBuffer()) ?? new ArrayBuffer(0));
      const lines = text.split('\n').filter((line) => line !== '');
      return { key, lines: lines.map((line): unknown => JSON.parse(line)) };
    }),
  );
}
