/**
 * Cloudflare's list prices on the Workers Paid plan, in US dollars, as its public pages said on the day below:
 *
 * - https://developers.cloudflare.com/workers/platform/pricing/
 * - https://developers.cloudflare.com/durable-objects/platform/pricing/
 * - https://developers.cloudflare.com/d1/platform/pricing/
 * - https://developers.cloudflare.com/r2/pricing/
 */
export const PRICES_AS_OF = '2026-11-22';

/** The plan itself, a month; its included quantities are the account's, not a charger's. */
export const PLAN_DOLLARS = 5;

interface Price {
  /** What is counted. */
  unit: string;
  /** Dollars for `per` units. */
  dollars: number;
  per: number;
  /** Units a month that the plan includes. */
  included: number;
}

const MILLION = 1_000_000;
const GB = 1_000_000_000;

export const PRICES = {
  objectRowsWritten: { unit: 'rows', dollars: 1, per: MILLION, included: 50 * MILLION },
  objectRowsRead: { unit: 'rows', dollars: 0.001, per: MILLION, included: 25_000 * MILLION },
  /** HTTP, calls and alarms are one each; incoming messages of WebSockets 20 to one, outgoing ones free. */
  objectRequests: { unit: 'requests', dollars: 0.15, per: MILLION, included: MILLION },
  objectDuration: { unit: 'GB-s', dollars: 12.5, per: MILLION, included: 400_000 },
  objectStorage: { unit: 'bytes', dollars: 0.2, per: GB, included: 5 * GB },
  d1RowsWritten: { unit: 'rows', dollars: 1, per: MILLION, included: 50 * MILLION },
  d1RowsRead: { unit: 'rows', dollars: 0.001, per: MILLION, included: 25_000 * MILLION },
  d1Storage: { unit: 'bytes', dollars: 0.75, per: GB, included: 5 * GB },
  /** A WebSocket is one, at its upgrade. */
  workerRequests: { unit: 'requests', dollars: 0.3, per: MILLION, included: 10 * MILLION },
  workerCpu: { unit: 'ms', dollars: 0.02, per: MILLION, included: 30 * MILLION },
} as const satisfies Record<string, Price>;
export type PricedItem = keyof typeof PRICES;

/** Incoming messages of WebSockets that make one request. */
export const MESSAGES_A_REQUEST = 20;

/** An object is billed for this much memory as long as it is awake, whatever it uses. */
export const OBJECT_GB = 0.128;
