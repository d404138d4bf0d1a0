import { describe, expect, test } from 'vitest';
import { billOf, totalOf } from '../../scripts/cost/bill.ts';
import { DayPlan, sessionsOf } from '../../scripts/cost/day-plan.ts';
import { fleetPrice } from '../../scripts/cost/fleet.ts';
import { MODEL, parseOptions } from '../../scripts/cost/options.ts';
import { reportOf } from '../../scripts/cost/report.ts';
import type { Usage } from '../../scripts/cost/usage.ts';

const plan = DayPlan.parse({});
const usage: Usage = {
  charger: { rowsWritten: 400, rowsRead: 1_000, alarmsSet: 10, alarmsFired: 9, requests: 1, closes: 1 },
  log: { rowsWritten: 60, rowsRead: 200, alarmsSet: 0, alarmsFired: 0, requests: 20, closes: 0 },
  d1: { rowsWritten: 40, rowsRead: 300 },
  workerRequests: 1,
  messages: 1_799,
  bytesAFrame: 100,
  ageing: { rowsWritten: 30, rawBytes: 2_000, packedBytes: 200 },
  growth: {
    charger: { meter_values: 1_000, transactions: 500 },
    log: { events: 2_000 },
    d1: { transactions: 3_000 },
  },
};
const lines = billOf(usage, plan, MODEL.active, MODEL.months);
const quantity = (what: string) => lines.find((line) => line.what === what)?.quantity;

describe('the bill of a charger and month', () => {
  test('an alarm that is set counts as a row, for thirty days', () => {
    expect(quantity('rows written, charger')).toBe(30 * 410);
  });

  test('twenty messages of a WebSocket are one request; calls and alarms are one each', () => {
    expect(quantity('requests to objects')).toBe(30 * (1_800 / 20 + 21 + 9));
  });

  test('an object is paid for at 0.128 GB while it handles events and waits, and not between them', () => {
    const awakeSeconds = ((1_800 + 21 + 9) * 10 + (2 * 20 + 3 * 3) * 100) / 1_000;
    expect(quantity('objects awake')).toBeCloseTo(30 * awakeSeconds * 0.128, 6);
  });

  test('every line shows how its quantity came about, and the dollars follow from the list price', () => {
    for (const { what, arithmetic, dollars } of lines) {
      expect(arithmetic, what).toMatch(/\d/);
      expect(dollars, what).toBeGreaterThanOrEqual(0);
    }
    const rows = lines.find(({ what }) => what === 'rows written, charger');
    expect(rows?.dollars).toBeCloseTo(0.0123, 9);
  });
});

test('quotas are the plan’s: they are taken off what the whole fleet uses, and the fee is paid once', () => {
  const one = fleetPrice(lines, 1);
  expect(one.list).toBeCloseTo(totalOf(lines), 9);
  expect(one.afterQuotas).toBe(5);
  const million = fleetPrice(lines, 1_000_000);
  expect(million.list).toBeCloseTo(1_000_000 * totalOf(lines), 2);
  expect(million.afterQuotas).toBeLessThan(million.list);
  expect(million.list - million.afterQuotas).toBeLessThan(300);
});

test('the report shows the assumptions, each line and each fleet', () => {
  const report = reportOf({
    plan,
    ...MODEL,
    usage,
    lines,
    fleets: [fleetPrice(lines, 1_000), fleetPrice(lines, 1_000_000)],
  });
  for (const { what, arithmetic } of lines) {
    expect(report).toContain(what);
    expect(report).toContain(arithmetic);
  }
  expect(report).toContain('1,000,000 chargers');
  expect(report).toContain('$4.147200');
});

describe('the options of the day', () => {
  test('without any they are the reference day', () => {
    expect(parseOptions([])).toEqual({ plan, ...MODEL, json: null });
  });

  test('each moves its field', () => {
    const options = parseOptions(
      '--heartbeat 300 --sample 900 --sessions 5 --session-hours 1.5 --connectors 1 --reconnects 0 --polls 24 --no-trace'.split(
        ' ',
      ),
    );
    expect(options).toMatchObject({
      plan: {
        heartbeatSeconds: 300,
        sampleSeconds: 900,
        sessions: 5,
        sessionHours: 1.5,
        connectors: 1,
        reconnects: 0,
        polls: 24,
        trace: false,
      },
    });
  });

  test.each([
    ['--heartbeat 5', /--heartbeat/],
    ['--sample x', /--sample/],
    ['--sessions 48 --session-hours 2', /do not fit/],
    ['--event-ms -1', /--event-ms/],
    ['--hearbeat 60', /hearbeat/],
  ])('%s is refused with a word why', (text, complaint) => {
    expect(() => parseOptions(text.split(' '))).toThrow(complaint);
  });

  test('sessions are spread over the day, end within it, and share no connector at the same time', () => {
    expect(sessionsOf({ sessions: 3, sessionHours: 2, connectors: 2 })).toEqual([
      { beginsAt: 0, connectorId: 1 },
      { beginsAt: 39_250, connectorId: 2 },
      { beginsAt: 78_500, connectorId: 1 },
    ]);
  });
});
