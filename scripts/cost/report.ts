import { type ActiveTime, alwaysAwakeDollars, type BillLine, DAYS_A_MONTH, totalOf } from './bill.ts';
import type { DayPlan } from './day-plan.ts';
import type { FleetPrice } from './fleet.ts';
import { PLAN_DOLLARS, PRICES, PRICES_AS_OF } from './prices.ts';
import type { Usage } from './usage.ts';

export interface Calculation {
  plan: DayPlan;
  active: ActiveTime;
  months: number;
  usage: Usage;
  lines: BillLine[];
  fleets: FleetPrice[];
}

/** The calculation for people: what was assumed, what was counted, and what each line costs. */
export function reportOf({ plan, active, months, usage, lines, fleets }: Calculation): string {
  return [
    `A charger's day, played through the real code with a clock of its own`,
    `  heartbeat each ${plan.heartbeatSeconds} s, ${plan.connectors} connectors, ${plan.sessions} sessions of ${plan.sessionHours} h with MeterValues each ${plan.sampleSeconds} s,`,
    `  ${plan.reconnects} reconnects, wire trace ${plan.trace ? 'on' : 'off'}, read over REST ${plan.polls} times`,
    '',
    'Counted: rows, messages, requests, alarms, bytes. Assumed: how long objects are awake.',
    `  Each event (message, call, alarm) keeps its object awake ${active.eventMs} ms; a delivery to the log keeps both objects`,
    `  awake ${active.waitMs} ms, a look-up of an id tag the charger's. Between events it hibernates: no timer, no open call, no`,
    '  socket but hibernating ones; the 10 s before it leaves memory are not billed.',
    `  What is kept for ever is taken as it is after ${months} months.`,
    '',
    `A charger and month of ${DAYS_A_MONTH} days, list prices of ${PRICES_AS_OF}`,
    ...lines.flatMap(lineText),
    `  ${dollars(totalOf(lines))}  a charger and month`,
    `  (If its object never hibernated, its being awake alone would cost ${dollars(alwaysAwakeDollars())}.)`,
    '',
    `Frames that the charger sent: ${usage.messages} a day.`,
    '',
    `A month of a fleet                     list price    with the plan (${dollars(PLAN_DOLLARS, 2)}), its quotas taken off`,
    ...fleets.map(
      ({ chargers, list, afterQuotas }) =>
        `  ${grouped(chargers).padStart(11)} chargers ${dollars(list, 2).padStart(22)} ${dollars(afterQuotas, 2).padStart(15)}  (${dollars(afterQuotas / chargers)} each)`,
    ),
    '',
  ].join('\n');
}

function lineText({ item, what, arithmetic, quantity, dollars: sum }: BillLine): string[] {
  const { unit, dollars: price, per } = PRICES[item];
  const amount = quantity < 100 ? quantity.toFixed(2) : grouped(Math.round(quantity));
  const rate = `${dollars(price, price < 0.01 ? 3 : 2)} / ${grouped(per)}`;
  return [`  ${dollars(sum)}  ${what}`, `             ${arithmetic} = ${amount} ${unit} at ${rate}`];
}

function dollars(amount: number, digits = 6): string {
  return `$${amount.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

function grouped(amount: number): string {
  return amount.toLocaleString('en-US');
}
