import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../server/project-root.ts';

export interface DemoCharger {
  /** Hands a key to it, as if it had been pressed in a terminal of its own. */
  press(key: string): void;
  stop(): Promise<void>;
}

interface DemoChargerOptions {
  chargeBoxId: string;
  /** The server's, with `http`. */
  url: string;
  plugInAfterSeconds: number;
  print: (line: string) => void;
}

/** Soon enough that a person who walks the tutorial sees energy at step 7. */
const SAMPLE_INTERVAL_SECONDS = 5;

/** Time it has to go by itself before it is ended. */
const STOP_LIMIT_MS = 1_000;

/** Starts the charger simulator as a process of its own; its lines carry its id and the time. */
export function startDemoCharger(options: DemoChargerOptions): DemoCharger {
  const { chargeBoxId, print } = options;
  const child = spawn(
    process.execPath,
    [
      '--import',
      new URL('./end-with-parent.ts', import.meta.url).href,
      join(projectRoot, 'src', 'simulator', 'main.ts'),
      `--url=${options.url.replace(/^http/, 'ws')}/ocpp`,
      `--id=${chargeBoxId}`,
      `--plug-in-after=${options.plugInAfterSeconds}`,
      `--sample-interval=${SAMPLE_INTERVAL_SECONDS}`,
      '--dial-until-registered',
    ],
    { cwd: projectRoot, stdio: ['pipe', 'pipe', 'pipe', 'ipc'] },
  );
  let isStopping = false;
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      if (!isStopping) print(line);
    });
  }
  // A key pressed after it has gone is nobody's.
  child.stdin?.on('error', () => {});
  child.on('error', (error) => print(`[${chargeBoxId}] did not start: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (!isStopping)
      print(`[${chargeBoxId}] has ended (${signal ?? `exit code ${code}`}); the server goes on.`);
  });
  return {
    press: (key) => {
      child.stdin?.write(key);
    },
    stop() {
      isStopping = true;
      return end(child);
    },
  };
}

function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
    return Promise.resolve();
  return new Promise((resolve) => {
    const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    child.once('exit', () => {
      clearTimeout(limit);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
