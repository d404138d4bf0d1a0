import { resolve } from 'node:path';
import { StartProblem } from './start-problem.ts';

export interface StartSettings {
  /** 0 takes a free port. */
  port: number;
  /** Absolute. */
  dataFolder: string;
  /** Whether a simulated charger runs beside the server. */
  hasDemoCharger: boolean;
}

export const help = `npm start: serves Capacitor on this machine, with a simulated charger beside it.

Environment:
  PORT              where to listen on 127.0.0.1 (8787; 0 takes a free port)
  CAPACITOR_DATA    the folder in which everything persists (.wrangler/state)
  CAPACITOR_DEMO    0 starts without the simulated charger

While it serves, local.json in that folder holds {"url","apiKey","adminToken"}.
Ctrl-C ends all it started.`;

/** Throws `StartProblem` with the variable's name and what it may be. */
export function readSettings(environment: NodeJS.ProcessEnv, root: string): StartSettings {
  const port = environment['PORT'] || '8787';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new StartProblem(`PORT must be a number from 0 to 65535, not "${port}".`);
  }
  const demo = environment['CAPACITOR_DEMO'] || '1';
  if (demo !== '0' && demo !== '1') throw new StartProblem(`CAPACITOR_DEMO must be 0 or 1, not "${demo}".`);
  return {
    port: Number(port),
    dataFolder: resolve(root, environment['CAPACITOR_DATA'] || '.wrangler/state'),
    hasDemoCharger: demo === '1',
  };
}
