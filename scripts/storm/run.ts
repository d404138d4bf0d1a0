import { setTimeout as wait } from 'node:timers/promises';
import { inParallel } from '../../test/support/in-parallel.ts';
import { type Served, StormCharger } from './storm-charger.ts';
import type { Subject } from './subject.ts';

/** What a storm cost a server. Times in ms from its beginning. */
export interface StormFigures {
  name: string;
  chargers: number;
  /** All of them one after the other, some at a time, before the storm. */
  firstConnectionMs: number;
  connectedMs: Spread;
  servedMs: Spread;
  failedDials: number;
  /** Until its list shows all of them online; null where it has no list. */
  listedMs: number | null;
  /** Of workerd, memory in MiB and the processor's time of the storm; null where nobody can tell. */
  usage: { idleMib: number; quietMib: number; mostMib: number; stormCpuMs: number } | null;
}

export interface Spread {
  half: number;
  nearlyAll: number;
  all: number;
}

const BOOT = ['BootNotification', { chargePointVendor: 'Capacitor', chargePointModel: 'Storm' }] as const;
const STATUS = ['StatusNotification', { connectorId: 1, status: 'Available', errorCode: 'NoError' }] as const;

/** How many connect at the same time before the storm. */
const AT_ONCE = 50;
/** Sessions end, objects rest. */
const QUIET_MS = 3_000;
const LISTED_WITHIN_MS = 120_000;

/** Connects a fleet, breaks all its connections, and has all of it return at once. Rejects where one is not served. */
export async function runStorm(subject: Subject, chargeBoxIds: readonly string[]): Promise<StormFigures> {
  const idle = await subject.usage();
  const chargers = chargeBoxIds.map((chargeBoxId) => new StormCharger(subject.url, chargeBoxId));
  const began = performance.now();
  await inParallel(chargers, AT_ONCE, async (charger) => {
    await charger.arrive(BOOT);
    await charger.call(...STATUS);
  });
  const firstConnectionMs = performance.now() - began;
  await wait(QUIET_MS);
  const quiet = await subject.usage();

  for (const charger of chargers) charger.drop();
  const stormBegan = performance.now();
  const served = await Promise.all(chargers.map((charger) => charger.arrive(STATUS)));
  const listedMs = await untilListed(subject, chargers.length, stormBegan);
  const most = await subject.usage();
  for (const charger of chargers) charger.drop();
  return {
    name: subject.name,
    chargers: chargers.length,
    firstConnectionMs,
    connectedMs: spread(served, ({ connectedMs }) => connectedMs),
    servedMs: spread(served, ({ servedMs }) => servedMs),
    failedDials: served.reduce((sum, { failedDials }) => sum + failedDials, 0),
    listedMs,
    usage:
      idle === null || quiet === null || most === null
        ? null
        : {
            idleMib: idle.nowMib,
            quietMib: quiet.nowMib,
            mostMib: most.mostMib,
            stormCpuMs: most.cpuMs - quiet.cpuMs,
          },
  };
}

/** Disconnections may still be on their way when everybody is back: the list must end with all of them online. */
async function untilListed(subject: Subject, chargers: number, began: number): Promise<number | null> {
  for (;;) {
    const online = await subject.countOnline();
    const elapsed = performance.now() - began;
    if (online === null) return null;
    if (online === chargers) return elapsed;
    if (elapsed > LISTED_WITHIN_MS) throw new Error(`The list shows ${online} of ${chargers} online.`);
    await wait(20);
  }
}

function spread(served: readonly Served[], timeOf: (served: Served) => number): Spread {
  const times = served.map(timeOf).sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  return { half: at(0.5), nearlyAll: at(0.99), all: at(1) };
}
