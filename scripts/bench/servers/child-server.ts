import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as z from 'zod';

const Served = z.object({ url: z.string(), apiKey: z.string().optional() });
type Served = z.infer<typeof Served>;

/** A server in a process of its own. */
export interface ChildServer {
  /** `http://127.0.0.1:41234`, without a slash at its end. */
  url: string;
  apiKey?: string | undefined;
  /** The root of its tree of processes. */
  pid: number;
  stop(): Promise<void>;
}

/** Starts one of the files of this folder, which says where it serves and ends when this process is gone. */
export async function startChildServer(file: string, ...args: string[]): Promise<ChildServer> {
  const child = fork(join(import.meta.dirname, file), args, {
    // What takes the types out of the yardsticks is called experimental.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const served = await servedBy(child, file);
  return {
    ...served,
    pid: pidOf(child),
    async stop() {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}

export function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('The process has not been started.');
  return pid;
}

function servedBy(child: ChildProcess, file: string): Promise<Served> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${file} ended with code ${code} before it served.`)));
    child.once('message', (message) => {
      child.removeAllListeners('exit');
      resolve(Served.parse(message));
    });
  });
}
