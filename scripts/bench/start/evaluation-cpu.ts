import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions as readWorkerOptions } from 'wrangler';
import { WebSocket } from 'ws';
import * as z from 'zod';
import { projectRoot } from '../../server/project-root.ts';
import { tieWorkerdToThisProcess } from '../../server/workerd-binary.ts';

const Profile = z.object({
  nodes: z.array(z.object({ id: z.int(), callFrame: z.object({ functionName: z.string() }) })),
  samples: z.array(z.int()),
  timeDeltas: z.array(z.number()),
});
const Compatibility = z.object({ compatibilityDate: z.string(), compatibilityFlags: z.array(z.string()) });

/** workerd sends a command that has no result back as it is. */
const Answer = z.object({ id: z.int(), result: z.unknown().optional() });

const PROFILER = 'start';
const SAMPLED_EVERY_MICROSECONDS = 500;

/** Imports the worker at its first request: what that takes is what the platform takes for it at a start. */
const ENTRY = `
  export default {
    async fetch() {
      await import('./worker.js');
      return new Response('evaluated');
    },
  };
`;

/** CPU of evaluating a worker's module in workerd, in ms, as workerd's own profiler samples it. */
export async function evaluationCpuMs(scriptPath: string): Promise<number> {
  tieWorkerdToThisProcess();
  const { workerOptions } = readWorkerOptions(join(projectRoot, 'wrangler.toml'));
  const { compatibilityDate, compatibilityFlags } = Compatibility.parse(workerOptions);
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port: 0,
      cf: false,
      telemetry: { enabled: false },
      log: new Log(LogLevel.ERROR),
      inspectorPort: 0,
      workers: [
        {
          name: PROFILER,
          compatibilityDate,
          compatibilityFlags,
          modulesRoot: '/',
          modules: [
            { type: 'ESModule', path: '/entry.js', contents: ENTRY },
            { type: 'ESModule', path: '/worker.js', contents: await readFile(scriptPath, 'utf8') },
          ],
        },
      ],
    }),
  );
  try {
    const { origin } = await miniflare.ready;
    const inspector = new WebSocket(new URL(`/core:user:${PROFILER}`, await miniflare.getInspectorURL()));
    await once(inspector, 'open');
    await ask(inspector, 1, 'Profiler.enable');
    await ask(inspector, 2, 'Profiler.setSamplingInterval', { interval: SAMPLED_EVERY_MICROSECONDS });
    await ask(inspector, 3, 'Profiler.start');
    await (await fetch(origin)).text();
    const { profile } = z.object({ profile: Profile }).parse(await ask(inspector, 4, 'Profiler.stop'));
    inspector.terminate();
    return activeMs(profile);
  } finally {
    await miniflare.dispose();
  }
}

function ask(inspector: WebSocket, id: number, method: string, params: object = {}): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const take = (data: Buffer) => {
      const answer = Answer.safeParse(JSON.parse(data.toString()));
      if (answer.data?.id !== id) return;
      inspector.off('message', take);
      resolve(answer.data.result);
    };
    inspector.on('message', take);
    inspector.once('close', () => reject(new Error('The inspector closed its connection.')));
    inspector.send(JSON.stringify({ id, method, params }));
  });
}

/** All samples but those in which there was nothing to do. */
function activeMs({ nodes, samples, timeDeltas }: z.infer<typeof Profile>): number {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName]));
  const isIdle = (sample: number | undefined) =>
    sample === undefined || ['(idle)', '(program)'].includes(names.get(sample) ?? '');
  return (
    timeDeltas.reduce((sum, microseconds, index) => sum + (isIdle(samples[index]) ? 0 : microseconds), 0) /
    1_000
  );
}
