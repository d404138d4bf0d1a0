import { type BillLine, totalOf } from './bill.ts';
import { PLAN_DOLLARS, type PricedItem, PRICES } from './prices.ts';

export interface FleetPrice {
  chargers: number;
  /** Dollars a month at list prices, nothing included. */
  list: number;
  /** With the plan's fee, and what the plan includes taken off. */
  afterQuotas: number;
}

/** A fleet of such chargers on one plan: quotas are taken off what all of them use together. */
export function fleetPrice(lines: readonly BillLine[], chargers: number): FleetPrice {
  const quantities = new Map<PricedItem, number>();
  for (const { item, quantity } of lines) {
    quantities.set(item, (quantities.get(item) ?? 0) + chargers * quantity);
  }
  let afterQuotas = PLAN_DOLLARS;
  for (const [item, quantity] of quantities) {
    const { dollars, per, included } = PRICES[item];
    afterQuotas += (Math.max(0, quantity - included) * dollars) / per;
  }
  return { chargers, list: chargers * totalOf(lines), afterQuotas };
}
