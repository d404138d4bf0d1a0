import { expect, test } from 'vitest';
import { billOf, totalOf } from '../../../scripts/cost/bill.ts';
import { DayPlan } from '../../../scripts/cost/day-plan.ts';
import { MODEL } from '../../../scripts/cost/options.ts';
import { measureDay } from '../../support/worker/measure-day.ts';

/** A day is played message by message. */
const LONG = { timeout: 300_000 };

async function priceOf(fields: Partial<DayPlan>) {
  const plan = DayPlan.parse(fields);
  const usage = await measureDay(plan);
  const lines = billOf(usage, plan, MODEL.active, MODEL.months);
  return { usage, lines, total: totalOf(lines) };
}

test('the reference day costs at most $0.025 a charger and month, retention included', LONG, async () => {
  const { usage, lines, total } = await priceOf({});
  console.log(`a charger and month: $${total.toFixed(6)}`);
  expect(usage.messages).toBeGreaterThan(1_800);
  expect(total, JSON.stringify(lines, null, 2)).toBeLessThanOrEqual(0.025);
});

/** Little happens on it, so that it is played in a second. */
const QUIET = { heartbeatSeconds: 900, sampleSeconds: 600, sessions: 1, reconnects: 0 };

let measured: ReturnType<typeof priceOf> | undefined;
const quietDay = () => (measured ??= priceOf(QUIET));

test.each([
  ['fewer heartbeats', { heartbeatSeconds: 3_600 }, 'less'],
  ['fewer samples', { sampleSeconds: 1_800 }, 'less'],
  ['no session', { sessions: 0 }, 'less'],
  ['shorter sessions', { sessionHours: 1 }, 'less'],
  ['no wire trace', { trace: false }, 'less'],
  ['another session', { sessions: 2 }, 'more'],
  ['reconnects', { reconnects: 4 }, 'more'],
  ['somebody who reads it over REST', { polls: 48 }, 'more'],
] as const)('%s: the price follows what is measured', LONG, async (_, change, direction) => {
  const before = await quietDay();
  const after = await priceOf({ ...QUIET, ...change });
  expect(after.total < before.total ? 'less' : 'more').toBe(direction);
});

test('each sample writes one row, and a read over REST none', LONG, async () => {
  const [few, many, read] = [
    await quietDay(),
    await priceOf({ ...QUIET, sampleSeconds: 300 }),
    await priceOf({ ...QUIET, polls: 12 }),
  ];
  const rows = ({ usage }: typeof few) => usage.charger.rowsWritten;
  expect(rows(many) - rows(few)).toBeGreaterThanOrEqual(12);
  expect(rows(many) - rows(few)).toBeLessThanOrEqual(13);
  expect(rows(read)).toBe(rows(few));
  expect(read.usage.charger.requests - few.usage.charger.requests).toBe(12);
  expect(read.usage.workerRequests - few.usage.workerRequests).toBe(12);
});
