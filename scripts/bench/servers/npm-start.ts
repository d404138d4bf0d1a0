import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { projectRoot } from '../../server/project-root.ts';
import { type ChildServer, pidOf } from './child-server.ts';

const LocalFile = z.object({ url: z.string(), apiKey: z.string() });

/** Capacitor as `npm start` serves it, without its simulated charger. */
export interface StartedCapacitor extends ChildServer {
  apiKey: string;
}

/** Runs what `npm start` runs, on a free port. */
export async function startCapacitor(dataFolder: string): Promise<StartedCapacitor> {
  const child = spawn(process.execPath, [join(projectRoot, 'scripts', 'start.ts')], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, CAPACITOR_DATA: dataFolder, CAPACITOR_DEMO: '0', PORT: '0' },
  });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  await serving(child);
  const local: unknown = JSON.parse(await readFile(join(dataFolder, 'local.json'), 'utf8'));
  return {
    ...LocalFile.parse(local),
    pid: pidOf(child),
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      process.off('exit', end);
    },
  };
}

function serving(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += String(chunk);
      if (output.includes('Capacitor serves at')) resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`npm start ended with code ${code}.\n${output}`)));
  });
}
