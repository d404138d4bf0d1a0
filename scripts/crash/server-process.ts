import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';

const Ready = z.object({
  /** `http://127.0.0.1:41234`, without a slash at its end. */
  url: z.string(),
  /** Where `callControl` reads objects and D1; null where that was not asked for. */
  controlUrl: z.string().nullable(),
});
export type Ready = z.infer<typeof Ready>;

/** Memory in MiB, now and the most so far; processor time of all cores. */
export interface Usage {
  nowMib: number;
  mostMib: number;
  cpuMs: number;
}

/** Linux counts processor time in hundredths of a second. */
const MS_A_TICK = 10;

/** As long as the ports of a killed process may stay open. */
const GONE_WITHIN_MS = 5_000;

/** A server in a process of its own, workerd with it, so that it can be killed. */
export class ServerProcess {
  /** Rejects when the process ends before it serves, as one that is killed at its start does. */
  readonly ready: Promise<Ready>;
  private readonly child: ChildProcess;
  private readonly complaints: string[] = [];
  private url: string | null = null;

  private constructor(child: ChildProcess) {
    this.child = child;
    child.stderr?.on('data', (chunk) => this.complaints.push(String(chunk)));
    this.ready = this.whenReady();
    this.ready.catch(() => {});
  }

  /**
   * Loads a program such as serve-child.ts, which takes seconds, and has it wait for its order.
   *
   * @param program absolute path
   */
  static load(program: string): ServerProcess {
    return new ServerProcess(fork(program, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] }));
  }

  /** Has it serve; it answers with a `Ready`. */
  start(order: object): void {
    this.child.send(order);
  }

  /** SIGKILL, to Node and by workerd.sh to workerd with it; resolves when nothing of it is left. */
  async kill(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await ended;
    }
    await this.untilPortIsClosed();
  }

  /** What workerd, which is its child, has taken so far. Null where there is no /proc. */
  async usage(): Promise<Usage | null> {
    const { pid } = this.child;
    try {
      const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
      const workerd = `/proc/${children.trim().split(' ')[0]}`;
      const status = await readFile(`${workerd}/status`, 'utf8');
      const mebibytes = (name: string) =>
        Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
      // The times are fields 14 and 15; the name in field 2 may hold spaces, but ends with a bracket.
      const fields = (await readFile(`${workerd}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
      const ticks = Number(fields[11]) + Number(fields[12]);
      return {
        nowMib: mebibytes('VmRSS'),
        mostMib: mebibytes('VmHWM'),
        cpuMs: ticks * MS_A_TICK,
      };
    } catch {
      return null;
    }
  }

  private async whenReady(): Promise<Ready> {
    const { promise, resolve, reject } = Promise.withResolvers<Ready>();
    this.child.once('message', (message) => {
      const ready = Ready.safeParse(message);
      if (ready.success) resolve(ready.data);
      else reject(ready.error);
    });
    this.child.once('error', reject);
    this.child.once('exit', (code, signal) =>
      reject(new Error(`The server ended with ${code ?? signal}.\n${this.complaints.join('').slice(-2000)}`)),
    );
    const ready = await promise;
    this.url = ready.url;
    return ready;
  }

  /** workerd goes a moment after the Node that started it. */
  private async untilPortIsClosed(): Promise<void> {
    if (this.url === null) return;
    const deadline = performance.now() + GONE_WITHIN_MS;
    while (await isOpen(Number(new URL(this.url).port))) {
      if (performance.now() > deadline) throw new Error(`${this.url} still answers after it was killed.`);
      await wait(5);
    }
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
