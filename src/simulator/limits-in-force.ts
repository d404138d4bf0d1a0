import type { ChargingProfilePurpose } from '../ocpp/v16/types/charging-profile.ts';
import type { ChargingRateUnit } from '../ocpp/v16/types/charging-schedule.ts';
import type { InstalledProfile } from './charging-profiles.ts';
import type { Wiring } from './meter-values.ts';
import { type PowerLimit, toPowerLimit } from './power-limit.ts';
import { nextChangeAfter, periodAt } from './profile-timeline.ts';

/** A limit that a profile sets at a moment, and the unit it was stated in. */
export interface LimitInForce {
  limit: PowerLimit;
  unit: ChargingRateUnit;
}

/** A connector as profiles see it. `sinceMs`: when charging began there, null when nobody charges. */
export interface ProfiledConnector {
  connectorId: number;
  sinceMs: number | null;
}

/** The limit of the charger as a whole (ChargePointMaxProfile); null for none. */
export function siteLimitAt(
  installed: readonly InstalledProfile[],
  atMs: number,
  wiring: Wiring,
): LimitInForce | null {
  return topOf(chosen(installed, 'ChargePointMaxProfile', 0), atMs, null, wiring);
}

/**
 * The limit of one connector: its transaction's profile overrules the default ones while it says something, and a
 * default for this connector one for all (OCPP 1.6 3.13.1); null for none.
 */
export function connectorLimitAt(
  installed: readonly InstalledProfile[],
  { connectorId, sinceMs }: ProfiledConnector,
  atMs: number,
  wiring: Wiring,
): LimitInForce | null {
  const sets = [
    chosen(installed, 'TxProfile', connectorId),
    chosen(installed, 'TxDefaultProfile', connectorId),
    chosen(installed, 'TxDefaultProfile', 0),
  ];
  for (const set of sets) {
    const top = topOf(set, atMs, sinceMs, wiring);
    if (top !== null) return top;
  }
  return null;
}

/** When any limit may next change; infinite for never. */
export function nextLimitChangeAfter(
  installed: readonly InstalledProfile[],
  connectors: readonly ProfiledConnector[],
  atMs: number,
): number {
  const moments = installed.flatMap(({ connectorId, profile }) => {
    if (profile.chargingProfileKind !== 'Relative') return [nextChangeAfter(profile, atMs, null)];
    return connectors
      .filter((connector) => connectorId === 0 || connector.connectorId === connectorId)
      .map(({ sinceMs }) => nextChangeAfter(profile, atMs, sinceMs));
  });
  return Math.min(...moments, Number.POSITIVE_INFINITY);
}

function chosen(
  installed: readonly InstalledProfile[],
  purpose: ChargingProfilePurpose,
  connectorId: number,
): InstalledProfile[] {
  return installed.filter(
    (each) => each.connectorId === connectorId && each.profile.chargingProfilePurpose === purpose,
  );
}

/** Of the profiles that say something at a moment the one on the highest stack level counts (OCPP 1.6 3.13.2). */
function topOf(
  profiles: readonly InstalledProfile[],
  atMs: number,
  sinceMs: number | null,
  wiring: Wiring,
): LimitInForce | null {
  const byLevel = profiles.toSorted((left, right) => right.profile.stackLevel - left.profile.stackLevel);
  for (const { profile } of byLevel) {
    const period = periodAt(profile, atMs, sinceMs);
    const unit = profile.chargingSchedule.chargingRateUnit;
    if (period !== undefined) return { limit: toPowerLimit(period, unit, wiring), unit };
  }
  return null;
}
