import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import * as z from 'zod';
import type { DayPlan } from '../../../scripts/cost/day-plan.ts';
import type { Usage } from '../../../scripts/cost/usage.ts';
import { newSite, registerIdTag, type Site } from './charging-site.ts';
import { eventually } from './eventually.ts';
import { connectPlannedCharger } from './planned-day.ts';
import { type Bill, countRows } from './row-counter.ts';
import { storedBytes, storedTransactionBytes } from './stored-bytes.ts';
import { startClock } from './test-clock.ts';
import { countD1, countEntries } from './usage-meter.ts';

/** A day before the one that counts, so that nothing on that is for the first time; little is sent on it. */
const DAY_BEFORE = { heartbeatSeconds: 43_200, sampleSeconds: 3_600, reconnects: 0, polls: 0 };

/** Plays a charger's day through the real code and counts what it uses. */
export async function measureDay(plan: DayPlan): Promise<Usage> {
  const site = await newSite({
    settings: { heartbeatInterval: plan.heartbeatSeconds, ...(plan.trace ? {} : { traceFrames: 0 }) },
  });
  await registerIdTag(site, 'USER-001');
  const clock = startClock(site.object, site.log);
  const object = await countRows(site.object);
  const log = await countRows(site.log);
  const d1 = countD1();
  const [chargerEntries, logEntries] = [
    await countEntries(site.object, 'charger'),
    await countEntries(site.log, 'log'),
  ];
  const { playDay, nextMessageAfter } = await connectPlannedCharger({
    site,
    clock,
    plan,
    hibernate: () => object.evict(),
  });
  await playDay(DAY_BEFORE);

  const before = {
    d1: { ...d1 },
    charger: { ...chargerEntries },
    log: { ...logEntries },
    growth: await bytesOf(site),
  };
  let logBill: Bill | undefined;
  const objectBill = await object.measure(async () => {
    logBill = await log.measure(() => playDay());
  });
  const after = await bytesOf(site);
  const workerUsage = d1Usage(d1, before.d1);
  const messages = chargerEntries.messages - before.charger.messages;
  const [chargerUsage, logUsage] = [
    objectUsage(objectBill, chargerEntries, before.charger),
    objectUsage(logBill, logEntries, before.log),
  ];
  return {
    charger: chargerUsage,
    log: logUsage,
    d1: workerUsage,
    workerRequests: plan.reconnects + plan.polls,
    messages,
    bytesAFrame: await bytesAFrame(site),
    ageing: await measureAgeing(site, {
      object,
      nextMessageAfter,
      rawBytes: after.charger['meter_values'] ?? 0,
    }),
    growth: {
      charger: difference(after.charger, before.growth.charger),
      log: difference(after.log, before.growth.log),
      d1: difference(after.d1, before.growth.d1),
    },
  };
}

const Traced = z.object({ bytes: z.int(), frames: z.int() });

async function bytesAFrame({ object }: Site): Promise<number> {
  const { bytes, frames } = await runInDurableObject(object, (_, { storage }) =>
    Traced.parse(
      storage.sql
        .exec('SELECT ifnull(sum(length(data)), 0) AS bytes, ifnull(sum(frames), 0) AS frames FROM trace')
        .one(),
    ),
  );
  return frames === 0 ? 0 : Math.round(bytes / frames);
}

function d1Usage(after: Usage['d1'], before: Usage['d1']): Usage['d1'] {
  return { rowsWritten: after.rowsWritten - before.rowsWritten, rowsRead: after.rowsRead - before.rowsRead };
}

/** A month later the table of samples turns, and a week after that it is packed. */
async function measureAgeing(
  site: Site,
  {
    object,
    nextMessageAfter,
    rawBytes,
  }: {
    object: Awaited<ReturnType<typeof countRows>>;
    nextMessageAfter: (days: number) => Promise<void>;
    rawBytes: number;
  },
): Promise<Usage['ageing']> {
  const { rows } = await object.measure(async () => {
    await nextMessageAfter(31);
    await nextMessageAfter(8);
    await eventually(async () => (await bytesOf(site)).charger['older_meter_values']).toBe(0);
  });
  const { charger } = await bytesOf(site);
  return { rowsWritten: rows, rawBytes, packedBytes: charger['meter_packs'] ?? 0 };
}

type Entries = Awaited<ReturnType<typeof countEntries>>;

function objectUsage(bill: Bill | undefined, after: Entries, before: Entries): Usage['charger'] {
  return {
    rowsWritten: bill?.rows ?? 0,
    rowsRead: bill?.rowsRead ?? 0,
    alarmsSet: bill?.alarms ?? 0,
    alarmsFired: after.alarmsFired - before.alarmsFired,
    requests: after.requests - before.requests,
    closes: after.closes - before.closes,
  };
}

async function bytesOf({ object, log, accountId }: Site) {
  return {
    charger: await runInDurableObject(object, (_, { storage }) => storedBytes(storage.sql)),
    log: await runInDurableObject(log, (_, { storage }) => storedBytes(storage.sql)),
    d1: { transactions: await storedTransactionBytes(env.DB, accountId) },
  };
}

function difference(after: Record<string, number>, before: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(after).map(([table, bytes]) => [table, bytes - (before[table] ?? 0)]),
  );
}
