import { join } from 'node:path';
import { inParallel } from '../in-parallel.ts';
import { idTagOf, LoadedCharger } from '../load/loaded-charger.ts';
import type { Options } from '../options.ts';
import { countsOf } from '../rows/count-rows.ts';
import { startChildServer } from '../servers/child-server.ts';
import { startCapacitor } from '../servers/npm-start.ts';
import { percentile, spreadOf, type Spread } from '../spread.ts';
import { HttpLink } from './http-link.ts';
import { addLargeFleet } from './large-fleet.ts';
import { listRequests } from './lists.ts';

/** One kind of request, one at a time. */
export interface RestFigure {
  request: string;
  p50Ms: Spread;
  p99Ms: Spread;
}

/** What a list reads in D1 for one answer. */
export interface ListFigure {
  list: string;
  isPlain: boolean;
  rowsRead: number;
  p50Ms: Spread;
}

export interface RestFigures {
  chargers: number;
  transactions: number;
  requests: RestFigure[];
  lists: ListFigure[];
}

/** Connected, and as many as a page has: the newest, so that they are its first. */
const LIVE_CHARGERS = 50;
const LIVE = Array.from({ length: LIVE_CHARGERS }, (_, index) => `LIVE-${String(index).padStart(2, '0')}`);
const CHARGER_PATH = `/api/v1/chargers/${LIVE[0]}`;

export const BARE = 'bare worker → object → reply';
export const READ_CHARGER = 'read a charger';
export const REMOTE_START = 'remote start';

/** Runs the API on a large fleet, beside a worker that only asks an object. */
export async function measureRest(
  { fleet, runs, requests, dataFolder }: Options,
  folder: string,
  onProgress: (line: string) => void,
): Promise<RestFigures> {
  const data = dataFolder ?? join(folder, 'large-fleet');
  await register(data);
  onProgress(`writing ${fleet.chargers} chargers and ${fleet.transactions} transactions into D1`);
  addLargeFleet(data, fleet);
  const lists = listRequests(fleet);
  const times = await timeRequests(
    { data, folder, runs, requests, lists: lists.map(({ path }) => path) },
    onProgress,
  );
  onProgress('counting the rows that lists read');
  const rows = await countListRows(
    data,
    lists.map(({ path }) => path),
  );
  return {
    ...fleet,
    requests: [BARE, READ_CHARGER, REMOTE_START].map((request) => ({ request, ...times.spreads(request) })),
    lists: lists.map(({ name, path, isPlain }, index) => ({
      list: name,
      isPlain,
      rowsRead: rows[index] ?? 0,
      p50Ms: times.spreads(path).p50Ms,
    })),
  };
}

/** Makes the folder's account, with the chargers that will be connected; they are there from the second time on. */
async function register(dataFolder: string): Promise<void> {
  const server = await startCapacitor(dataFolder);
  const rest = new HttpLink(server.url, server.apiKey, 10);
  await inParallel(10, LIVE, async (chargeBoxId) => {
    for (const [path, body] of [
      ['/api/v1/chargers', { chargeBoxId }],
      ['/api/v1/id-tags', { idTag: idTagOf(chargeBoxId) }],
    ] as const) {
      const { status, text } = await rest.send('POST', path, body);
      if (status !== 201 && status !== 409) throw new Error(`POST ${path} answered ${status}: ${text}`);
    }
  });
  rest.close();
  await server.stop();
}

/** Times by request; those of a run are summed up at its end. */
class Times {
  private readonly runs = new Map<string, { p50: number[]; p99: number[] }>();
  private current = new Map<string, number[]>();

  add(request: string, ms: number): void {
    const times = this.current.get(request) ?? [];
    times.push(ms);
    this.current.set(request, times);
  }

  endRun(): void {
    for (const [request, times] of this.current) {
      const sorted = times.toSorted((left, right) => left - right);
      const run = this.runs.get(request) ?? { p50: [], p99: [] };
      run.p50.push(percentile(sorted, 0.5));
      run.p99.push(percentile(sorted, 0.99));
      this.runs.set(request, run);
    }
    this.forgetRun();
  }

  /** What was for warming up. */
  forgetRun(): void {
    this.current = new Map();
  }

  spreads(request: string): { p50Ms: Spread; p99Ms: Spread } {
    const { p50 = [], p99 = [] } = this.runs.get(request) ?? {};
    return { p50Ms: spreadOf(p50), p99Ms: spreadOf(p99) };
  }
}

async function timeRequests(
  wanted: { data: string; folder: string; runs: number; requests: number; lists: readonly string[] },
  onProgress: (line: string) => void,
): Promise<Times> {
  const { data, folder, runs, requests, lists } = wanted;
  const server = await startCapacitor(data);
  const yardstick = await startChildServer('yardstick.ts', 'bare-object', join(folder, 'bare-object'));
  const rest = new HttpLink(server.url, server.apiKey);
  const bare = new HttpLink(yardstick.url);
  const chargers = await inParallel(10, LIVE, (chargeBoxId) =>
    LoadedCharger.connect(chargeBoxId, `${server.url}/ocpp/${chargeBoxId}`, []),
  );
  const times = new Times();
  const run = async (count: number) => {
    for (let number = 0; number < count; number += 1) {
      times.add(BARE, (await bare.expect(200, 'GET', '/objects/one')).ms);
      times.add(READ_CHARGER, (await rest.expect(200, 'GET', CHARGER_PATH)).ms);
    }
    for (let number = 0; number < Math.ceil(count / 4); number += 1) {
      for (const path of lists) times.add(path, (await rest.expect(200, 'GET', path)).ms);
    }
    for (let number = 0; number < count; number += 1) {
      const charger = chargers[number % chargers.length];
      if (charger !== undefined) times.add(REMOTE_START, await remoteStart(rest, charger));
    }
  };
  await run(Math.ceil(requests / 4));
  times.forgetRun();
  for (let number = 1; number <= runs; number += 1) {
    onProgress(`REST, run ${number} of ${runs}`);
    await run(requests);
    times.endRun();
  }
  await Promise.all(chargers.map((charger) => charger.close()));
  rest.close();
  bare.close();
  await server.stop();
  await yardstick.stop();
  return times;
}

/** The charger accepts at once, and then does what it said, which is not timed. */
async function remoteStart(rest: HttpLink, charger: LoadedCharger): Promise<number> {
  const { chargeBoxId } = charger;
  const body = { chargeBoxId, connectorId: 1, idTag: idTagOf(chargeBoxId) };
  const { ms } = await rest.expect(202, 'POST', '/api/v1/transactions/start', body);
  await charger.start();
  await charger.stop();
  return ms;
}

/** The same requests to a server that counts; the first one each also looks its key up. */
async function countListRows(dataFolder: string, lists: readonly string[]): Promise<number[]> {
  const server = await startChildServer('yardstick.ts', 'counted-capacitor', dataFolder);
  const rest = new HttpLink(server.url, server.apiKey);
  await rest.expect(200, 'GET', CHARGER_PATH);
  const rows: number[] = [];
  for (const path of lists) {
    const before = await countsOf(rest);
    await rest.expect(200, 'GET', path);
    rows.push((await countsOf(rest)).requestsInD1.rowsRead - before.requestsInD1.rowsRead);
  }
  rest.close();
  await server.stop();
  return rows;
}
