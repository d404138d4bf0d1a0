import { join } from 'node:path';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions as readWorkerOptions } from 'wrangler';
import * as z from 'zod';
import { projectRoot } from '../server/project-root.ts';
import { tieWorkerdToThisProcess } from '../server/workerd-binary.ts';

/** The least that a server of sockets can be on this platform. */
const BARE_WORKER = `
import { DurableObject } from 'cloudflare:workers';

export class Bare extends DurableObject {
  fetch() {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, {
      status: 101,
      webSocket: client,
      headers: { 'Sec-WebSocket-Protocol': 'ocpp1.6' },
    });
  }

  webSocketMessage(socket) {
    socket.send('[3,"1",{}]');
  }

  webSocketClose(socket) {
    socket.close();
  }
}

export default {
  fetch(request, env) {
    return env.BARE.getByName(new URL(request.url).pathname).fetch(request);
  },
};
`;

const Order = z.object({ dataFolder: z.string() });

async function obey(message: unknown): Promise<void> {
  const { dataFolder } = Order.parse(message);
  tieWorkerdToThisProcess();
  const { workerOptions } = readWorkerOptions(join(projectRoot, 'wrangler.toml'));
  const { compatibilityDate, compatibilityFlags } = z
    .looseObject({ compatibilityDate: z.string(), compatibilityFlags: z.array(z.string()).default([]) })
    .parse(workerOptions);
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port: 0,
      cf: false,
      telemetry: { enabled: false },
      log: new Log(LogLevel.ERROR),
      logRequests: false,
      resourcePersistencePath: join(dataFolder, 'v3'),
      workers: [
        {
          name: 'bare',
          compatibilityDate,
          compatibilityFlags,
          modules: [{ type: 'ESModule', path: 'bare.js', contents: BARE_WORKER }],
          durableObjects: { BARE: { className: 'Bare', useSQLite: true } },
        },
      ],
    }),
  );
  const { origin } = await miniflare.ready;
  process.send?.({ url: origin, controlUrl: null });
}

process.once('message', (message) => {
  obey(message).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
process.once('disconnect', () => process.exit(1));
