import { execFileSync } from 'node:child_process';
import { cpus, loadavg, platform, totalmem } from 'node:os';
import type { FleetFigures } from './load/measure-fleets.ts';
import type { Options } from './options.ts';
import type { RestFigures } from './rest/measure-rest.ts';
import type { RowFigure } from './rows/count-rows.ts';
import type { StartFigures } from './start/measure-start.ts';

/** All that a run of the bench came to: what its JSON file holds. A part that was left out is null. */
export interface Results {
  measuredAt: string;
  machine: {
    platform: string;
    cpu: string;
    cores: number;
    memoryGigabytes: number;
    node: string;
    /** Of the last minute, before the bench began: above 0.5 something else was running. */
    loadBefore: number;
    commit: string | null;
  };
  runs: number;
  seconds: number;
  rows: RowFigure[] | null;
  fleets: FleetFigures | null;
  rest: RestFigures | null;
  start: StartFigures | null;
}

export function newResults({ runs, seconds }: Options, measuredAt: Date): Results {
  const [processor] = cpus();
  return {
    measuredAt: measuredAt.toISOString(),
    machine: {
      platform: platform(),
      cpu: processor?.model ?? 'unknown',
      cores: cpus().length,
      memoryGigabytes: Math.round(totalmem() / 2 ** 30),
      node: process.version,
      loadBefore: loadavg()[0] ?? 0,
      commit: commit(),
    },
    runs,
    seconds,
    rows: null,
    fleets: null,
    rest: null,
    start: null,
  };
}

function commit(): string | null {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return null;
  }
}
