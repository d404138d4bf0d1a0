import * as z from 'zod';
import { chargingProfile, type ChargingProfile } from '../ocpp/v16/types/charging-profile.ts';

/** A charging profile that the charger has accepted (OCPP 1.6 3.13). */
export const InstalledProfile = z.object({
  /** 0: the charge point, or every connector, by its purpose. */
  connectorId: z.int(),
  csChargingProfiles: chargingProfile(),
  /** ms since the epoch */
  installedAt: z.int(),
  commandId: z.string(),
});
export type InstalledProfile = z.infer<typeof InstalledProfile>;

/** What a charger has told of its smart charging (OCPP 1.6 9.4); null is what it has not. */
export interface SmartChargingLimits {
  maxStackLevel: number | null;
  maxPeriods: number | null;
  maxProfiles: number | null;
  /** `A`, `W`. */
  units: readonly string[] | null;
}

/** A field of a charging profile, and the rule that it breaks. */
export interface ProfileFault {
  path: (string | number)[];
  message: string;
}

/** What is wrong with a profile by the rules of the standard, wherever it is sent (OCPP 1.6 3.13, 7.8–7.14). */
export function findProfileFaults(profile: ChargingProfile): ProfileFault[] {
  const faults: ProfileFault[] = [];
  const fault = (message: string, ...path: (string | number)[]) => faults.push({ path, message });
  const { chargingProfileKind: kind, chargingSchedule: schedule } = profile;
  const periods = schedule.chargingSchedulePeriod;
  const inPeriods = (index: number, name: string) => [
    'chargingSchedule',
    'chargingSchedulePeriod',
    index,
    name,
  ];
  if (profile.stackLevel < 0) fault('must be 0 or more', 'stackLevel');
  if (profile.recurrencyKind !== undefined && kind !== 'Recurring') {
    fault('belongs to chargingProfileKind Recurring only', 'recurrencyKind');
  }
  if (profile.recurrencyKind === undefined && kind === 'Recurring') {
    fault('must be Daily or Weekly where chargingProfileKind is Recurring', 'recurrencyKind');
  }
  if (kind === 'Relative' && schedule.startSchedule !== undefined) {
    fault(
      'must be left out: a Relative profile begins with its transaction',
      'chargingSchedule',
      'startSchedule',
    );
  }
  if (kind !== 'Relative' && schedule.startSchedule === undefined) {
    fault(`is required where chargingProfileKind is ${kind}`, 'chargingSchedule', 'startSchedule');
  }
  if (profile.transactionId !== undefined && profile.chargingProfilePurpose !== 'TxProfile') {
    fault('belongs to chargingProfilePurpose TxProfile only', 'transactionId');
  }
  const { validFrom, validTo } = profile;
  if (validFrom !== undefined && validTo !== undefined && Date.parse(validTo) <= Date.parse(validFrom)) {
    fault('must lie after validFrom', 'validTo');
  }
  if (schedule.duration !== undefined && schedule.duration <= 0) {
    fault('must be more than 0 seconds', 'chargingSchedule', 'duration');
  }
  if (periods.length === 0)
    fault('must hold at least one period', 'chargingSchedule', 'chargingSchedulePeriod');
  for (const [index, { startPeriod, limit, numberPhases }] of periods.entries()) {
    const before = periods[index - 1];
    if (before === undefined && startPeriod !== 0) {
      fault('must be 0: a schedule begins with its first period', ...inPeriods(index, 'startPeriod'));
    }
    if (before !== undefined && startPeriod <= before.startPeriod) {
      fault('must be more than that of the period before', ...inPeriods(index, 'startPeriod'));
    }
    if (limit < 0) fault('must be 0 or more', ...inPeriods(index, 'limit'));
    if (numberPhases !== undefined && (numberPhases < 1 || numberPhases > 3)) {
      fault('must be 1, 2 or 3', ...inPeriods(index, 'numberPhases'));
    }
  }
  return faults;
}

/** What is wrong with a profile that is to come with a remote start (OCPP 1.6 5.11, 5.16; errata 3.41). */
export function findStartProfileFaults(profile: ChargingProfile): ProfileFault[] {
  const faults: ProfileFault[] = [];
  if (profile.chargingProfilePurpose !== 'TxProfile') {
    const message = 'must be TxProfile: it is for this transaction';
    faults.push({ path: ['chargingProfilePurpose'], message });
  }
  if (profile.transactionId !== undefined) {
    faults.push({ path: ['transactionId'], message: 'must be left out: the transaction does not exist yet' });
  }
  return [...faults, ...findProfileFaults(profile)];
}

/** What else keeps a profile from being installed on a connector, by purpose and by what the charger has told (OCPP 1.6 5.16). */
export function findInstallationFaults(
  connectorId: number,
  profile: ChargingProfile,
  { maxStackLevel, maxPeriods, maxProfiles, units }: SmartChargingLimits,
  known: readonly InstalledProfile[],
): ProfileFault[] {
  const faults: ProfileFault[] = [];
  const fault = (message: string, ...path: (string | number)[]) => faults.push({ path, message });
  const { chargingProfilePurpose: purpose, stackLevel, chargingSchedule } = profile;
  if (purpose === 'ChargePointMaxProfile' && connectorId !== 0) {
    fault('can only be set for connectorId 0 (OCPP 1.6 3.13.1)', 'chargingProfilePurpose');
  }
  if (purpose === 'TxProfile' && connectorId === 0) {
    fault(
      'can only be set for a connector with a running transaction (OCPP 1.6 3.13.1)',
      'chargingProfilePurpose',
    );
  }
  if (maxStackLevel !== null && stackLevel > maxStackLevel) {
    fault(`must be at most ${maxStackLevel} on this charger (ChargeProfileMaxStackLevel)`, 'stackLevel');
  }
  const { length } = chargingSchedule.chargingSchedulePeriod;
  if (maxPeriods !== null && length > maxPeriods) {
    fault(
      `may hold at most ${maxPeriods} periods on this charger (ChargingScheduleMaxPeriods)`,
      'chargingSchedule',
      'chargingSchedulePeriod',
    );
  }
  if (units !== null && !units.includes(chargingSchedule.chargingRateUnit)) {
    fault(
      `must be ${units.join(' or ')} on this charger (ChargingScheduleAllowedChargingRateUnit)`,
      'chargingSchedule',
      'chargingRateUnit',
    );
  }
  const others = known.filter((other) => !isReplacedBy(other, connectorId, profile));
  if (maxProfiles !== null && others.length >= maxProfiles) {
    fault(
      `this charger holds at most ${maxProfiles} profiles (MaxChargingProfilesInstalled)`,
      'chargingProfileId',
    );
  }
  return faults;
}

/** Whether a charger replaces a profile by a new one: same id, or same purpose, level and connector (OCPP 1.6 5.16). */
export function isReplacedBy(
  { connectorId, csChargingProfiles: old }: InstalledProfile,
  newConnectorId: number,
  profile: ChargingProfile,
): boolean {
  return (
    old.chargingProfileId === profile.chargingProfileId ||
    (connectorId === newConnectorId &&
      old.chargingProfilePurpose === profile.chargingProfilePurpose &&
      old.stackLevel === profile.stackLevel)
  );
}

/** Which profiles a ClearChargingProfile removes: that of the id, or those that meet all criteria (OCPP 1.6 5.5). */
export function isCleared(
  { connectorId, csChargingProfiles: profile }: InstalledProfile,
  criteria: {
    id?: number | undefined;
    connectorId?: number | undefined;
    chargingProfilePurpose?: ChargingProfile['chargingProfilePurpose'] | undefined;
    stackLevel?: number | undefined;
  },
): boolean {
  if (criteria.id !== undefined) return profile.chargingProfileId === criteria.id;
  const { chargingProfilePurpose: purpose, stackLevel } = criteria;
  return (
    (criteria.connectorId === undefined || connectorId === criteria.connectorId) &&
    (purpose === undefined || profile.chargingProfilePurpose === purpose) &&
    (stackLevel === undefined || profile.stackLevel === stackLevel)
  );
}
