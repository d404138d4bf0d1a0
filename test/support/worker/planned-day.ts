import { exports } from 'cloudflare:workers';
import { type DayPlan, sessionsOf } from '../../../scripts/cost/day-plan.ts';
import { ORIGIN } from './api-client.ts';
import { bootOf, meter, reportStatus, type ScriptedCharger, start, stop } from './charging-session.ts';
import { settle, type Site } from './charging-site.ts';
import { connectScriptedCharger } from './scripted-charger.ts';
import type { startClock } from './test-clock.ts';

const ID_TAG = 'USER-001';
const DAY_SECONDS = 86_400;
/** An object that has had nothing to do for so long leaves memory, its sockets stay. */
const HIBERNATES_AFTER_MS = 10_000;
/** How long a charger is away when its network is. */
const AWAY_SECONDS = 90;
const POWER_W = 7_200;

interface Step {
  /** Seconds after the day's begin. */
  at: number;
  run: () => Promise<unknown>;
  /** Whether something has to reach log and database after it. */
  tells: boolean;
}

interface Surroundings {
  site: Site;
  clock: ReturnType<typeof startClock>;
  plan: DayPlan;
  /** Evicts the charger's object, as hibernation does. */
  hibernate: () => Promise<void>;
}

/** A charger whose days are played one after the other. It has booted, and its connectors are available. */
export async function connectPlannedCharger({ site, clock, plan, hibernate }: Surroundings) {
  let charger = await connectScriptedCharger(site.chargeBoxId);
  const statuses = new Map<number, string>();
  let registerWh = 10_000;
  const report = (connectorId: number, status: string) => {
    statuses.set(connectorId, status);
    return reportStatus(charger, status, connectorId);
  };
  const reconnect = async () => {
    charger.close();
    await settle(site);
    await clock.moveTo(Date.now() + 1_000 * AWAY_SECONDS);
    charger = await connectScriptedCharger(site.chargeBoxId);
    for (const [connectorId, status] of statuses) await report(connectorId, status);
  };
  const draw = (wattHours: number) => (registerWh += wattHours);

  await bootOf(charger);
  for (let connectorId = 1; connectorId <= plan.connectors; connectorId += 1) {
    await report(connectorId, 'Available');
  }
  return {
    /** A heartbeat so many days later, and what it sweeps. */
    nextMessageAfter: async (days: number): Promise<void> => {
      await clock.moveTo(Date.now() + 1_000 * DAY_SECONDS * days);
      await charger.call('Heartbeat', {});
      await settle(site);
    },
    /** Plays the day, or one like it, message by message; all that it told is in D1 when it returns. */
    playDay: async (change: Partial<DayPlan> = {}): Promise<void> => {
      const day = { ...plan, ...change };
      const begin = Date.now();
      const steps: Step[] = [
        ...every(day.heartbeatSeconds, 0, DAY_SECONDS, () => charger.call('Heartbeat', {})),
        ...spread(day.polls, () => readCharger(site)),
        ...spread(day.reconnects, reconnect).map((step) => ({ ...step, tells: true })),
        ...sessionsOf(day).flatMap((session) =>
          sessionSteps({ ...session, plan: day, charger: () => charger, report, draw }),
        ),
      ].toSorted((left, right) => left.at - right.at);
      let lastAt = begin;
      for (const { at, run, tells } of steps) {
        await clock.moveTo(Math.max(begin + 1_000 * at, Date.now()));
        if (Date.now() - lastAt >= HIBERNATES_AFTER_MS) await hibernate();
        await run();
        if (tells) await settle(site);
        lastAt = Date.now();
      }
      await clock.moveTo(Math.max(begin + 1_000 * DAY_SECONDS, Date.now()));
      await settle(site);
    },
  };
}

interface SessionPorts {
  beginsAt: number;
  connectorId: number;
  plan: DayPlan;
  charger: () => ScriptedCharger;
  report: (connectorId: number, status: string) => Promise<unknown>;
  /** Moves the meter on; its register in Wh. */
  draw: (wattHours: number) => number;
}

/** Cable, card, start, samples, stop, and the cable out again: five changes of status. */
function sessionSteps({ beginsAt, connectorId, plan, charger, report, draw }: SessionPorts): Step[] {
  let transactionId = 0;
  const startsAt = beginsAt + 10;
  const endsAt = startsAt + Math.floor(3_600 * plan.sessionHours);
  const telling = (at: number, run: () => Promise<unknown>): Step => ({ at, run, tells: true });
  const wattHours = (POWER_W * plan.sampleSeconds) / 3_600;
  return [
    telling(beginsAt, () => report(connectorId, 'Preparing')),
    telling(beginsAt + 8, () => charger().call('Authorize', { idTag: ID_TAG })),
    telling(startsAt, async () => {
      transactionId = await start(charger(), ID_TAG, draw(0), connectorId);
    }),
    telling(startsAt + 2, () => report(connectorId, 'Charging')),
    ...every(plan.sampleSeconds, startsAt + plan.sampleSeconds, endsAt + 1, () =>
      meter(charger(), transactionId, draw(wattHours), connectorId),
    ),
    telling(endsAt - 1_200, () => report(connectorId, 'SuspendedEV')),
    telling(endsAt, () => stop(charger(), transactionId, draw(0))),
    telling(endsAt + 2, () => report(connectorId, 'Finishing')),
    telling(endsAt + 302, () => report(connectorId, 'Available')),
  ];
}

function every(seconds: number, from: number, until: number, run: Step['run']): Step[] {
  const count = Math.max(0, Math.ceil((until - from) / seconds));
  return Array.from({ length: count }, (_, index) => ({ at: from + index * seconds, run, tells: false }));
}

function spread(count: number, run: Step['run']): Step[] {
  return every(
    DAY_SECONDS / Math.max(1, count),
    DAY_SECONDS / Math.max(1, count) / 2,
    count === 0 ? 0 : DAY_SECONDS,
    run,
  );
}

async function readCharger({ account, chargeBoxId }: Site): Promise<void> {
  const response = await exports.default.fetch(`${ORIGIN}/api/v1/chargers/${chargeBoxId}`, {
    headers: { 'X-API-Key': account.key },
  });
  await response.text();
  if (!response.ok) throw new Error(`The charger could not be read: ${response.status}`);
}
