import type {
  ChargingRateUnit,
  ChargingSchedule,
  ChargingSchedulePeriod,
} from '../ocpp/v16/types/charging-schedule.ts';
import type { InstalledProfile } from './charging-profiles.ts';
import {
  connectorLimitAt,
  nextLimitChangeAfter,
  type ProfiledConnector,
  siteLimitAt,
} from './limits-in-force.ts';
import type { Wiring } from './meter-values.ts';
import { capacityOf, type PowerLimit, strictest, toPeriodLimit, wattsOf } from './power-limit.ts';

/** The charger as its schedule sees it: what is set, and what each connector can give. */
export interface ScheduledSite {
  installed: readonly InstalledProfile[];
  connectors: readonly ProfiledConnector[];
  /** What a connector gives over all phases, in W. */
  powerW: number;
  wiring: Wiring;
}

/** A daily profile over many years would go on for ever: after so many periods the schedule ends. */
const MOST_PERIODS = 1000;

/**
 * The limit that results from all profiles, from `startMs` for `durationSeconds`: at each moment the least of what the
 * charger, the transaction (or else the default) and the wiring allow (OCPP 1.6 3.13.3, 5.7). connectorId 0 is the
 * whole charger: all its connectors together.
 */
export function composeSchedule(
  site: ScheduledSite,
  asked: { connectorId: number; startMs: number; durationSeconds: number; unit: ChargingRateUnit },
): ChargingSchedule {
  const { connectorId, startMs, durationSeconds, unit } = asked;
  const connectors = site.connectors
    .filter((each) => connectorId === 0 || each.connectorId === connectorId)
    // Where nobody charges yet, somebody might begin at this moment.
    .map((each) => ({ ...each, sinceMs: each.sinceMs ?? startMs }));
  const endMs = startMs + durationSeconds * 1000;
  const periods: ChargingSchedulePeriod[] = [];
  let duration = durationSeconds;
  for (let atMs = startMs; atMs < endMs; atMs = nextLimitChangeAfter(site.installed, connectors, atMs)) {
    const startPeriod = Math.round((atMs - startMs) / 1000);
    if (startPeriod >= durationSeconds) break;
    if (periods.length === MOST_PERIODS) {
      duration = startPeriod;
      break;
    }
    append(periods, toPeriod(limitAt(site, connectors, connectorId, atMs), startPeriod, unit, site.wiring));
  }
  return { duration, chargingRateUnit: unit, chargingSchedulePeriod: periods };
}

function limitAt(
  site: ScheduledSite,
  connectors: readonly ProfiledConnector[],
  connectorId: number,
  atMs: number,
): PowerLimit {
  const { installed, powerW, wiring } = site;
  const each = connectors.map((connector) => {
    const set = connectorLimitAt(installed, connector, atMs, wiring);
    const capacity = capacityOf(powerW, wiring);
    return set === null ? capacity : strictest(capacity, set.limit);
  });
  const [only] = each;
  const together =
    connectorId > 0 && only !== undefined
      ? only
      : {
          totalW: each.reduce((sum, limit) => sum + wattsOf(limit), 0),
          phaseW: Number.POSITIVE_INFINITY,
          phases: wiring.phases,
        };
  const ofSite = siteLimitAt(installed, atMs, wiring);
  return ofSite === null ? together : strictest(together, ofSite.limit);
}

function toPeriod(
  limit: PowerLimit,
  startPeriod: number,
  unit: ChargingRateUnit,
  wiring: Wiring,
): ChargingSchedulePeriod {
  return {
    startPeriod,
    limit: toPeriodLimit(limit, unit, wiring),
    ...(limit.phases === 3 ? {} : { numberPhases: limit.phases }),
  };
}

/** What begins in the same second as the last period replaces it; what changes nothing is left out. */
function append(periods: ChargingSchedulePeriod[], next: ChargingSchedulePeriod): void {
  if (periods.at(-1)?.startPeriod === next.startPeriod) periods.pop();
  const last = periods.at(-1);
  if (last !== undefined && last.limit === next.limit && last.numberPhases === next.numberPhases) return;
  periods.push(next);
}
