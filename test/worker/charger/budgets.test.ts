import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { replaceBinding } from '../../support/worker/broken-bindings.ts';
import {
  bootOf,
  chargeForTwoHours,
  meter,
  reportStatus,
  type ScriptedCharger,
  start,
} from '../../support/worker/charging-session.ts';
import { newSite, registerIdTag, settle, type Site } from '../../support/worker/charging-site.ts';
import { countingDatabase } from '../../support/worker/counting-database.ts';
import { type Bill, countRows } from '../../support/worker/row-counter.ts';
import { connectScriptedCharger } from '../../support/worker/scripted-charger.ts';
import { startClock } from '../../support/worker/test-clock.ts';

const ID_TAG = 'USER-001';
const METER_START = 10_000;
/** Hours of charging pass in seconds, but not in less. */
const LONG = { timeout: 60_000 };

/** A charger of two connectors that has been through one session already, so that nothing here is for the first time. */
async function newBilledCharger() {
  const site = await newSite();
  await registerIdTag(site, ID_TAG);
  const clock = startClock(site.object, site.log);
  const charger = await connectScriptedCharger(site.chargeBoxId);
  await bootOf(charger);
  await reportStatus(charger, 'Available', 1);
  await reportStatus(charger, 'Available', 2);
  const authorize = () => charger.call('Authorize', { idTag: ID_TAG });
  await chargeForTwoHours({ site, charger, clock, idTag: ID_TAG, meterStart: METER_START, begin: authorize });
  const object = await countRows(site.object);
  const log = await countRows(site.log);
  const { db, counts } = countingDatabase(env.DB);
  await replaceBinding(site.log, 'DB', db);
  /** What some work costs, until all that it told is in D1. */
  const measure = async (work: () => Promise<void>): Promise<Cost> => {
    const d1Before = counts.rowsWritten;
    let logBill: Bill | undefined;
    const objectBill = await object.measure(async () => {
      logBill = await log.measure(async () => {
        await work();
        await settle(site);
      });
    });
    return { object: objectBill, log: logBill, d1: counts.rowsWritten - d1Before };
  };
  return { site, clock, charger, authorize, measure, evict: object.evict, d1Statements: counts.statements };
}

interface Cost {
  object: Bill;
  log: Bill | undefined;
  d1: number;
}

/** Prints what a step costs, for the one who compares it with the last time. */
function report(step: string, { object, log, d1 }: Cost): void {
  const bill = (name: string, { rows, alarms }: Bill) => `${name} ${rows} rows, ${alarms} alarms`;
  console.log(
    [step, bill('object', object), ...(log ? [bill('log', log)] : []), `D1 ${d1} rows`].join(' | '),
  );
}

/** For a failure: which statements write it. */
const byStatement = (bill: Bill | undefined) => JSON.stringify(bill?.statements, null, 2);

const nothing = { object: { rows: 0, alarms: 0 }, log: { rows: 0, alarms: 0 }, d1: 0 };

test('a heartbeat writes nothing, nor does one that wakes the object', LONG, async () => {
  const { charger, measure, evict } = await newBilledCharger();
  const cost = await measure(async () => {
    await charger.call('Heartbeat', {});
    await evict();
    await charger.call('Heartbeat', {});
  });
  expect(cost).toMatchObject(nothing);
});

test(
  'a status that changes nothing writes nothing; one that does writes at most 3 rows with its event',
  LONG,
  async () => {
    const { charger, measure } = await newBilledCharger();
    const unchanged = await measure(async () => {
      await reportStatus(charger, 'Available');
    });
    expect(unchanged).toMatchObject(nothing);
    const changed = await measure(async () => {
      await reportStatus(charger, 'Preparing');
    });
    report('changed status', changed);
    expect(changed.object.rows, byStatement(changed.object)).toBeLessThanOrEqual(3);
    expect(changed.object.alarms).toBeLessThanOrEqual(1);
  },
);

test('MeterValues write one row each, whatever they measure', LONG, async () => {
  const { site, charger, measure, clock } = await newBilledCharger();
  const transactionId = await start(charger, ID_TAG, 22_000);
  await settle(site);
  const cost = await measure(async () => {
    for (let message = 1; message <= 5; message += 1) {
      await clock.moveTo(Date.now() + 60_000);
      await meter(charger, transactionId, 22_000 + 120 * message);
    }
  });
  report('5 MeterValues', cost);
  expect(cost).toMatchObject({ object: { rows: 5, alarms: 0 }, d1: 0 });
});

test(
  'a whole session writes at most 26 rows and 5 alarms in the object, 18 rows in D1 and 24 in the log',
  LONG,
  async () => {
    const { site, charger, clock, authorize, measure } = await newBilledCharger();
    const cost = await measure(() =>
      chargeForTwoHours({ site, charger, clock, idTag: ID_TAG, meterStart: 22_000, begin: authorize }),
    );
    report('session', cost);
    expect(cost.object.rows, byStatement(cost.object)).toBeLessThanOrEqual(26);
    expect(cost.object.alarms).toBeLessThanOrEqual(5);
    expect(cost.d1).toBeLessThanOrEqual(18);
    expect(cost.log?.rows, byStatement(cost.log)).toBeLessThanOrEqual(24);
  },
);

test('a session that an operator starts and nobody authorizes costs at most one row more', LONG, async () => {
  const { site, charger, clock, measure } = await newBilledCharger();
  const begin = () =>
    site.account.call('POST', '/api/v1/transactions/start', {
      chargeBoxId: site.chargeBoxId,
      connectorId: 1,
      idTag: 'APP-USER',
    });
  const cost = await measure(() =>
    chargeForTwoHours({ site, charger, clock, idTag: 'APP-USER', meterStart: 22_000, begin }),
  );
  report('remote session', cost);
  expect(cost.object.rows, byStatement(cost.object)).toBeLessThanOrEqual(27);
  expect(cost.object.alarms).toBeLessThanOrEqual(5);
  expect(cost.d1).toBeLessThanOrEqual(18);
  expect(cost.log?.rows, byStatement(cost.log)).toBeLessThanOrEqual(24);
});

test.each([5, 300])(
  'a reconnect without Boot after %i s writes at most 6 rows and 2 alarms',
  LONG,
  async (seconds) => {
    const { site, charger, clock, measure } = await newBilledCharger();
    const cost = await measure(async () => {
      await reconnect(site, charger, clock, seconds);
    });
    report(`reconnect after ${seconds} s`, cost);
    expect(cost.object.rows, byStatement(cost.object)).toBeLessThanOrEqual(6);
    expect(cost.object.alarms).toBeLessThanOrEqual(2);
  },
);

async function reconnect(
  site: Site,
  charger: ScriptedCharger,
  clock: ReturnType<typeof startClock>,
  seconds: number,
): Promise<ScriptedCharger> {
  charger.close();
  await settle(site);
  await clock.moveTo(Date.now() + 1_000 * seconds);
  const again = await connectScriptedCharger(site.chargeBoxId);
  await reportStatus(again, 'Available');
  await settle(site);
  return again;
}

test(
  'the reference day writes at most 500 rows in the object, 60 in D1 and 80 in the log, alarms counted',
  LONG,
  async () => {
    const { site, charger: first, clock, measure, evict, d1Statements } = await newBilledCharger();
    let charger = first;
    const cost = await measure(async () => {
      const begin = Date.now();
      const beatUntil = async (time: number) => {
        for (; Date.now() < time; await clock.moveTo(Date.now() + 60_000))
          await charger.call('Heartbeat', {});
      };
      for (const session of [0, 1, 2]) {
        await evict();
        await beatUntil(begin + session * 7 * 3_600_000);
        const meterStart = 22_000 + 12_000 * session;
        await chargeForTwoHours({
          site,
          charger,
          clock,
          idTag: ID_TAG,
          meterStart,
          begin: () => charger.call('Authorize', { idTag: ID_TAG }),
          everyMinute: async (transactionId, minute) => {
            if (minute % 30 === 0) await evict();
            await meter(charger, transactionId, meterStart + 100 * minute);
            await charger.call('Heartbeat', {});
          },
        });
        if (session === 1) charger = await reconnect(site, charger, clock, 90);
      }
      await beatUntil(begin + 24 * 3_600_000);
      expect(Date.now() - begin).toBeLessThan(24.1 * 3_600_000);
    });
    report('reference day', cost);
    expect(cost.object.rows + cost.object.alarms, byStatement(cost.object)).toBeLessThanOrEqual(500);
    expect(cost.d1, JSON.stringify(d1Statements, null, 2)).toBeLessThanOrEqual(60);
    expect((cost.log?.rows ?? 0) + (cost.log?.alarms ?? 0), byStatement(cost.log)).toBeLessThanOrEqual(80);
  },
);
