import type { ChargingProfile } from '../ocpp/v16/types/charging-profile.ts';
import type { InstalledProfile } from './charging-profile.ts';
import type { ChargerSettings } from './registration.ts';

/** A plain limit, for people who do not speak profiles: amperes per phase, or watts in total. */
export interface Limit {
  unit: 'A' | 'W';
  value: number;
  /** ms since the epoch; null: until it is taken back. */
  until: number | null;
}

/** Profiles of plain limits have these numbers: one for what is to come on a connector, one for what runs there. */
const FIRST_ID = 2_000_000_000;

export function limitProfileId(
  connectorId: number,
  purpose: ChargingProfile['chargingProfilePurpose'],
): number {
  return FIRST_ID + 2 * connectorId + (purpose === 'TxProfile' ? 1 : 0);
}

/** Levels above which no charger is known to go, where it has not told its own. */
const USUAL_LEVEL = 0;

/** What else decides how the profile of a limit looks. */
interface LimitSurroundings {
  /** The wire id of the transaction on the connector. */
  runs: number | null;
  maxStackLevel: number | null;
  quirks: ChargerSettings['limitProfile'];
  now: number;
}

/**
 * The profiles that put a limit in force now: of the whole charger, or the default of a connector; and one more for the
 * running transaction where that has a profile of its own, since that counts instead of the default (OCPP 1.6 3.13.1).
 */
export function limitProfiles(
  connectorId: number,
  { unit, value, until }: Limit,
  known: readonly InstalledProfile[],
  { runs, maxStackLevel, quirks, now }: LimitSurroundings,
): ChargingProfile[] {
  const isRelative = quirks?.kind === 'Relative';
  const profileOf = (purpose: ChargingProfile['chargingProfilePurpose']): ChargingProfile => ({
    chargingProfileId: limitProfileId(connectorId, purpose),
    stackLevel: quirks?.stackLevel ?? levelAbove(known, connectorId, purpose, maxStackLevel),
    chargingProfilePurpose: purpose,
    chargingProfileKind: isRelative ? 'Relative' : 'Absolute',
    ...(purpose === 'TxProfile' && runs !== null ? { transactionId: runs } : {}),
    validFrom: new Date(now).toISOString(),
    ...(until === null ? {} : { validTo: new Date(until).toISOString() }),
    chargingSchedule: {
      ...(until === null ? {} : { duration: Math.ceil((until - now) / 1000) }),
      ...(isRelative ? {} : { startSchedule: new Date(now).toISOString() }),
      chargingRateUnit: quirks?.unit ?? unit,
      chargingSchedulePeriod: [{ startPeriod: 0, limit: limitFor({ unit, value }, quirks) }],
    },
  });
  if (connectorId === 0) return [profileOf('ChargePointMaxProfile')];
  const hasOwn = known.some(
    (profile) =>
      profile.connectorId === connectorId &&
      profile.csChargingProfiles.chargingProfilePurpose === 'TxProfile',
  );
  return [profileOf('TxDefaultProfile'), ...(runs !== null && hasOwn ? [profileOf('TxProfile')] : [])];
}

/** What is taken where amperes and watts have to be converted: three phases at 230 V. */
const WATTS_OF_AN_AMPERE = 3 * 230;

/** The number as this charger wants it; rounded down, so that the limit is never passed. */
function limitFor(
  { unit, value }: Pick<Limit, 'unit' | 'value'>,
  quirks: LimitSurroundings['quirks'],
): number {
  const wanted = quirks?.unit ?? unit;
  const factor = wanted === unit ? 1 : wanted === 'W' ? WATTS_OF_AN_AMPERE : 1 / WATTS_OF_AN_AMPERE;
  const step = quirks?.isWholeNumber === true ? 1 : 10;
  return Math.floor(value * factor * step + 1e-6) / step;
}

/** The level that wins over all that are installed (OCPP 1.6 3.13.2). */
function levelAbove(
  known: readonly InstalledProfile[],
  connectorId: number,
  purpose: ChargingProfile['chargingProfilePurpose'],
  maxStackLevel: number | null,
): number {
  if (maxStackLevel !== null) return maxStackLevel;
  const others = known.filter(
    ({ csChargingProfiles: { chargingProfilePurpose, chargingProfileId } }) =>
      chargingProfilePurpose === purpose && chargingProfileId !== limitProfileId(connectorId, purpose),
  );
  return Math.max(USUAL_LEVEL, ...others.map(({ csChargingProfiles }) => csChargingProfiles.stackLevel + 1));
}

/** The plain limit of a connector that is in force, by what is installed. */
export function limitInForce(
  connectorId: number,
  known: readonly InstalledProfile[],
  now: number,
): (Limit & { since: number }) | null {
  const purpose = connectorId === 0 ? 'ChargePointMaxProfile' : 'TxDefaultProfile';
  const id = limitProfileId(connectorId, purpose);
  const installed = known.find(({ csChargingProfiles }) => csChargingProfiles.chargingProfileId === id);
  if (installed === undefined) return null;
  const { chargingSchedule, validTo } = installed.csChargingProfiles;
  const until = validTo === undefined ? null : Date.parse(validTo);
  const [period] = chargingSchedule.chargingSchedulePeriod;
  if (period === undefined || (until !== null && until <= now)) return null;
  return {
    unit: chargingSchedule.chargingRateUnit,
    value: period.limit,
    until,
    since: installed.installedAt,
  };
}
