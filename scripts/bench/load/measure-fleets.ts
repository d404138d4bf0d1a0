import { join } from 'node:path';
import type { Options } from '../options.ts';
import { residentBytes } from '../process-tree.ts';
import { spreadOf, type Spread } from '../spread.ts';
import { Fleet, type FleetLoad } from './fleet.ts';
import { LOAD_PLANS, type LoadName } from './loads.ts';
import { SUBJECTS, type SubjectName } from './subject.ts';

/** What so many chargers got out of a server. */
export interface LoadFigure {
  load: LoadName;
  chargers: number;
  subject: SubjectName;
  messagesPerSecond: Spread;
  p50Ms: Spread;
  p99Ms: Spread;
  /** CPU time of the server for a message; null where the system does not tell. */
  serverCpuMicroseconds: Spread | null;
  /** Messages a second until D1 showed all of it; null where nothing is carried into D1. */
  settledPerSecond: Spread | null;
  /** How much of one core the chargers took. */
  clientCpuShare: Spread;
}

export interface MemoryFigure {
  chargers: number;
  subject: SubjectName;
  /** Resident memory of the server's processes when all had been measured. */
  megabytes: number;
}

export interface FleetFigures {
  loads: LoadFigure[];
  memory: MemoryFigure[];
}

/** Runs the loads on all servers side by side: in turns, so that what else the machine does meets them alike. */
export async function measureFleets(
  loads: readonly LoadName[],
  { chargers: counts, runs, seconds }: Options,
  folder: string,
  onProgress: (line: string) => void,
): Promise<FleetFigures> {
  const figures: FleetFigures = { loads: [], memory: [] };
  for (const count of counts) {
    const ofCount = await measureCount(
      { loads, count, runs, seconds },
      join(folder, String(count)),
      onProgress,
    );
    figures.loads.push(...ofCount.loads);
    figures.memory.push(...ofCount.memory);
  }
  return figures;
}

async function measureCount(
  wanted: { loads: readonly LoadName[]; count: number; runs: number; seconds: number },
  folder: string,
  onProgress: (line: string) => void,
): Promise<FleetFigures> {
  const { loads, count, runs, seconds } = wanted;
  const names = SUBJECTS.filter((name) => loads.some((load) => LOAD_PLANS[load].subjects.includes(name)));
  const chargeBoxIds = Array.from({ length: count }, (_, index) => `BENCH-${index}`);
  onProgress(`connecting ${count} chargers to each of ${names.join(', ')}`);
  const fleets = await Promise.all(names.map((name) => Fleet.start(name, folder, chargeBoxIds)));
  const results = new Map<string, FleetLoad[]>();
  // The first run is for warming up.
  for (let run = 0; run <= runs; run += 1) {
    for (const load of loads) {
      for (const fleet of inTurn(fleets, run)) {
        if (!LOAD_PLANS[load].subjects.includes(fleet.subject.name)) continue;
        const result = await fleet.measure(load, run === 0 ? seconds / 2 : seconds);
        if (run === 0) continue;
        const key = `${load} ${fleet.subject.name}`;
        results.set(key, [...(results.get(key) ?? []), result]);
        onProgress(
          `${count} chargers, run ${run} of ${runs}, ${load}, ${fleet.subject.name}: ${Math.round(result.messagesPerSecond)}/s`,
        );
      }
    }
  }
  const memory = fleets.map(({ subject: { name, pid } }) => ({
    chargers: count,
    subject: name,
    megabytes: residentBytes(pid) / 1_000_000,
  }));
  for (const fleet of fleets) await fleet.stop();
  return {
    memory,
    loads: loads.flatMap((load) =>
      LOAD_PLANS[load].subjects.map((subject) =>
        figureOf({ load, chargers: count, subject }, results.get(`${load} ${subject}`) ?? []),
      ),
    ),
  };
}

/** Each run begins with another server. */
function inTurn<Item>(items: readonly Item[], turn: number): Item[] {
  const first = turn % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}

function figureOf(
  what: Pick<LoadFigure, 'load' | 'chargers' | 'subject'>,
  results: readonly FleetLoad[],
): LoadFigure {
  const over = (pick: (load: FleetLoad) => number) => spreadOf(results.map(pick));
  const known = (pick: (load: FleetLoad) => number | null) => {
    const values = results.map(pick).filter((value) => value !== null);
    return values.length === 0 ? null : spreadOf(values);
  };
  return {
    ...what,
    messagesPerSecond: over((load) => load.messagesPerSecond),
    p50Ms: over((load) => load.p50Ms),
    p99Ms: over((load) => load.p99Ms),
    serverCpuMicroseconds: known((load) => load.serverCpuMicroseconds),
    settledPerSecond: known((load) => load.settledPerSecond),
    clientCpuShare: over((load) => load.clientCpuShare),
  };
}
