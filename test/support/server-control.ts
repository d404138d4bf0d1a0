import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';
import type { LocalServer, SqlRow } from '../../scripts/server/serve.ts';

const ObjectClass = z.enum(['Charger', 'EventLog', 'BulkCommand']);
const Bindings = z.array(z.union([z.string(), z.number(), z.null()]));

/** What a test asks of the shared server, which lives in another process than the tests. */
const ControlRequest = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('evict'),
    objectClass: ObjectClass,
    name: z.string(),
    webSockets: z.enum(['hibernate', 'close']),
  }),
  z.object({
    action: z.literal('objectRows'),
    objectClass: ObjectClass,
    name: z.string(),
    sql: z.string(),
    bindings: Bindings,
  }),
  z.object({ action: z.literal('databaseRows'), sql: z.string(), bindings: Bindings }),
]);
type ControlRequest = z.infer<typeof ControlRequest>;

const Rows = z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()])));
const ControlAnswer = z.union([z.object({ rows: Rows }), z.object({ error: z.string() })]);

/** Serves the handles of `server` on loopback; gives the address and what ends it. */
export async function serveControl(server: LocalServer): Promise<{ url: string; stop: () => void }> {
  const control = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void answer(server, Buffer.concat(chunks).toString('utf8'))
        .catch((error: unknown) => ({ error: String(error) }))
        .then((body) => response.end(JSON.stringify(body)));
    });
  });
  const { port } = await new Promise<AddressInfo>((resolve) => {
    control.listen(0, '127.0.0.1', () => {
      const address = control.address();
      if (typeof address === 'object' && address !== null) resolve(address);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    stop() {
      control.closeAllConnections();
      control.close();
    },
  };
}

async function answer(server: LocalServer, text: string): Promise<{ rows: SqlRow[] }> {
  const request = ControlRequest.parse(JSON.parse(text));
  switch (request.action) {
    case 'evict':
      await server.evict(request.objectClass, request.name, request.webSockets);
      return { rows: [] };
    case 'objectRows':
      return {
        rows: await server.objectRows(request.objectClass, request.name, request.sql, ...request.bindings),
      };
    case 'databaseRows':
      return { rows: await server.databaseRows(request.sql, ...request.bindings) };
  }
}

/** The test's end of it. Rows with a BLOB do not pass. */
export async function callControl(url: string, request: ControlRequest): Promise<SqlRow[]> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(request) });
  const result = ControlAnswer.parse(await response.json());
  if ('error' in result) throw new Error(result.error);
  return result.rows;
}
