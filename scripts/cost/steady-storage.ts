import type { DayPlan } from './day-plan.ts';
import type { PricedItem } from './prices.ts';
import { ChargerSettings } from '../../src/domain/registration.ts';
import { DEFAULT_KEEPING } from '../../src/domain/retention.ts';
import type { Usage } from './usage.ts';

interface Stored {
  item: PricedItem;
  what: string;
  arithmetic: string;
  bytes: number;
}

/** A table of samples is filled for 30 days and packed 7 days later: at most so many days are as they came. */
const RAW_DAYS = 37;

/** An eighth of the days that events are kept is in one table, which is dropped whole. */
const EVENT_TABLE = 9 / 8;

/** Pages are not full, and the tree above them takes room too. */
const PAGE_SLACK = 1.15;

/**
 * What is stored once as much ages out as comes in. What is kept for ever (transactions, unless the account says
 * otherwise) is taken as it is after `months`.
 */
export function steadyStorage(usage: Usage, plan: DayPlan, months: number): Stored[] {
  const { charger, log, d1 } = usage.growth;
  const stored = (item: PricedItem, what: string, aDay: number, days: number): Stored => ({
    item,
    what: `stored: ${what}`,
    arithmetic: `${aDay} bytes a day × ${days} days × ${PAGE_SLACK} for pages`,
    bytes: aDay * days * PAGE_SLACK,
  });
  const settings = ChargerSettings.parse({});
  // Two tables that change places: between one and two times as many frames as are asked for.
  const frames = plan.trace ? 1.5 * settings.traceFrames : 0;
  const forEver = Math.round(months * 30.4);
  const samples = charger['meter_values'] ?? 0;
  const { rawBytes, packedBytes } = usage.ageing;
  const ratio = rawBytes === 0 ? 0 : packedBytes / rawBytes;
  const { meterValueDays, eventDays, transactionDays } = DEFAULT_KEEPING.retention;
  const packedDays = Math.max(0, (meterValueDays ?? forEver) - RAW_DAYS);
  return [
    stored('objectStorage', 'meter values as they came', samples, RAW_DAYS),
    {
      item: 'objectStorage',
      what: 'stored: meter values, packed',
      arithmetic: `${samples} bytes a day × ${packedDays} days × ${ratio.toFixed(3)} when packed × ${PAGE_SLACK} for pages`,
      bytes: samples * packedDays * ratio * PAGE_SLACK,
    },
    {
      item: 'objectStorage',
      what: 'stored: wire trace',
      arithmetic: `${frames} frames × ${usage.bytesAFrame} bytes × ${PAGE_SLACK} for pages`,
      bytes: frames * usage.bytesAFrame * PAGE_SLACK,
    },
    stored(
      'objectStorage',
      'transactions, charger',
      charger['transactions'] ?? 0,
      transactionDays ?? forEver,
    ),
    stored(
      'objectStorage',
      'events, log',
      log['events'] ?? 0,
      Math.ceil((eventDays ?? forEver) * EVENT_TABLE),
    ),
    stored('d1Storage', 'transactions, D1', d1['transactions'] ?? 0, transactionDays ?? forEver),
    {
      item: 'objectStorage',
      what: 'stored: empty tables',
      arithmetic: `${EMPTY_TABLES_BYTES} bytes, once`,
      bytes: EMPTY_TABLES_BYTES,
    },
  ];
}

/** A page for each table and index of a charger's object, and its own. */
const EMPTY_TABLES_BYTES = 100_000;
