import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { idTagOf, LoadedCharger } from '../load/loaded-charger.ts';
import { LOAD_PLANS, LOADS, type LoadName } from '../load/loads.ts';
import { HttpLink } from '../rest/http-link.ts';
import { startChildServer } from '../servers/child-server.ts';

const Rows = z.object({ rowsRead: z.int(), rowsWritten: z.int() });
const Counts = z.object({
  objects: z.record(z.string(), z.object({ rowsWritten: z.int(), alarms: z.int() })),
  objectsInD1: Rows,
  requestsInD1: Rows,
});
export type Counts = z.infer<typeof Counts>;

/** Rows that a load writes, and alarms that it sets, for each of its rounds. */
export interface RowFigure {
  subject: 'capacitor' | 'bare object' | 'bare pipeline';
  load: LoadName;
  objectRows: number;
  alarms: number;
  logRows: number;
  d1Rows: number;
}

interface CountedServer {
  subject: RowFigure['subject'];
  yardstick: string;
  object: string;
  log: string | null;
  loads: readonly LoadName[];
}

const SERVERS: readonly CountedServer[] = [
  { subject: 'capacitor', yardstick: 'counted-capacitor', object: 'Charger', log: 'EventLog', loads: LOADS },
  { subject: 'bare object', yardstick: 'counted-object', object: 'BareObject', log: null, loads: LOADS },
  {
    subject: 'bare pipeline',
    yardstick: 'counted-pipeline',
    object: 'PipelineCharger',
    log: 'PipelineLog',
    loads: ['session'],
  },
];

const CHARGE_BOX_ID = 'BENCH-ROWS';
const ROUNDS = 4;
/** What has been told is in the log and in D1 by then, one charger being all there is. */
const SETTLED_MS = 200;

/** What the loads write, counted on the platform's own prototypes: the yardsticks are to write as much as Capacitor. */
export async function countRows(folder: string): Promise<RowFigure[]> {
  return (await Promise.all(SERVERS.map((server) => countServer(server, folder)))).flat();
}

async function countServer(
  { subject, yardstick, object, log, loads }: CountedServer,
  folder: string,
): Promise<RowFigure[]> {
  const server = await startChildServer('yardstick.ts', yardstick, join(folder, yardstick));
  const rest = new HttpLink(server.url, server.apiKey);
  await prepare(subject, rest);
  const charger = await LoadedCharger.connect(CHARGE_BOX_ID, `${server.url}/ocpp/${CHARGE_BOX_ID}`, []);
  await charger.session();
  const figures: RowFigure[] = [];
  for (const load of loads) {
    const { round, needsTransaction } = LOAD_PLANS[load];
    if (needsTransaction) await charger.start();
    const before = await settledCounts(rest);
    for (let number = 0; number < ROUNDS; number += 1) {
      await round(charger);
      // At once, several events are carried together, which costs less: this is what each costs by itself.
      if (load === 'session') await setTimeout(SETTLED_MS);
    }
    const after = await settledCounts(rest);
    if (needsTransaction) await charger.stop();
    const written = (name: string | null, what: 'rowsWritten' | 'alarms') =>
      name === null ? 0 : ((after.objects[name]?.[what] ?? 0) - (before.objects[name]?.[what] ?? 0)) / ROUNDS;
    figures.push({
      subject,
      load,
      objectRows: written(object, 'rowsWritten'),
      alarms: written(object, 'alarms'),
      logRows: written(log, 'rowsWritten'),
      d1Rows: (after.objectsInD1.rowsWritten - before.objectsInD1.rowsWritten) / ROUNDS,
    });
  }
  await charger.close();
  rest.close();
  await server.stop();
  return figures;
}

async function prepare(subject: RowFigure['subject'], rest: HttpLink): Promise<void> {
  if (subject === 'bare pipeline') await rest.expect(200, 'GET', '/tables');
  if (subject !== 'capacitor') return;
  await rest.expect(201, 'POST', '/api/v1/chargers', { chargeBoxId: CHARGE_BOX_ID });
  await rest.expect(201, 'POST', '/api/v1/id-tags', { idTag: idTagOf(CHARGE_BOX_ID) });
}

/** What has been counted, once it no longer grows. */
async function settledCounts(rest: HttpLink): Promise<Counts> {
  for (;;) {
    const before = await countsOf(rest);
    await setTimeout(SETTLED_MS);
    const after = await countsOf(rest);
    if (JSON.stringify(before) === JSON.stringify(after)) return after;
  }
}

export async function countsOf(rest: HttpLink): Promise<Counts> {
  return Counts.parse(JSON.parse((await rest.expect(200, 'GET', '/counts')).text));
}
