import * as z from 'zod';
import { serveControl } from '../../test/support/server-control.ts';
import { serve } from '../server/serve.ts';

/** What `ServerProcess` sends to this program, and what it sends back once it serves. */
const Order = z.object({
  bundle: z.object({ scriptPath: z.string(), gzippedBytes: z.number(), isFresh: z.boolean() }),
  dataFolder: z.string(),
  bindings: z.record(z.string(), z.string()),
  /** Whether the stores may be read, at the address that is sent back. */
  canReadObjects: z.boolean(),
});

async function obey(message: unknown): Promise<void> {
  const { canReadObjects, ...order } = Order.parse(message);
  const server = await serve({ ...order, port: 0, canReadObjects, onLog: () => {} });
  const control = canReadObjects ? await serveControl(server) : null;
  process.send?.({ url: server.url, controlUrl: control?.url ?? null });
}

process.once('message', (message) => {
  obey(message).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
// Whoever started it is gone: so is the reason to serve.
process.once('disconnect', () => process.exit(1));
