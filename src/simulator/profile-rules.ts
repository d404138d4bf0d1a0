import { assertNever } from '../lib/assert-never.ts';
import { parseTimestamp } from '../ocpp/timestamp.ts';
import type { ChargingProfile } from '../ocpp/v16/types/charging-profile.ts';
import type { ChargingSchedule } from '../ocpp/v16/types/charging-schedule.ts';
import { type Configuration, listOf, numberOf } from './configuration.ts';

/** What a profile is meant for: a place, and the transaction that runs there. */
export interface ProfileTarget {
  connectorId: number;
  /** The transaction at the connector; its id is null until the server has given it. */
  transaction: { transactionId: number | null } | null;
}

/**
 * Why a charger does not take a profile that SetChargingProfile brings; null: it does (OCPP 1.6 3.13, 5.16). The
 * words are for people.
 */
export function whyNotSet(
  profile: ChargingProfile,
  target: ProfileTarget,
  configuration: Configuration,
): string | null {
  switch (profile.chargingProfilePurpose) {
    case 'ChargePointMaxProfile':
      if (target.connectorId !== 0) return 'a ChargePointMaxProfile is for connector 0';
      if (profile.chargingProfileKind === 'Relative')
        return 'a charger as a whole has no start to count from';
      break;
    case 'TxProfile':
      if (target.connectorId === 0) return 'a TxProfile is for one connector';
      if (target.transaction === null) return 'no transaction runs there';
      if (profile.transactionId !== undefined && profile.transactionId !== target.transaction.transactionId) {
        return 'another transaction runs there';
      }
      break;
    case 'TxDefaultProfile':
      break;
    default:
      return assertNever(profile.chargingProfilePurpose);
  }
  return whyUnfit(profile, configuration);
}

/** Why a charger does not take a profile that a remote start brings; null: it does (OCPP 1.6 5.11). */
export function whyNotStarted(profile: ChargingProfile, configuration: Configuration): string | null {
  if (profile.chargingProfilePurpose !== 'TxProfile') return 'only a TxProfile may come with a start';
  // OCPP 1.6 errata 3.41: the transaction has no id yet.
  if (profile.transactionId !== undefined) return 'the transaction has no id yet';
  return whyUnfit(profile, configuration);
}

function whyUnfit(profile: ChargingProfile, configuration: Configuration): string | null {
  if (profile.stackLevel < 0 || profile.stackLevel > numberOf(configuration, 'ChargeProfileMaxStackLevel')) {
    return 'the stack level is out of range';
  }
  const isFixed = profile.chargingProfileKind !== 'Relative';
  if (isFixed !== (profile.chargingSchedule.startSchedule !== undefined)) {
    return isFixed ? 'startSchedule is missing' : 'a Relative schedule has no startSchedule';
  }
  if ((profile.chargingProfileKind === 'Recurring') !== (profile.recurrencyKind !== undefined)) {
    return 'recurrencyKind goes with Recurring';
  }
  if (isBackwards(profile.validFrom, profile.validTo)) return 'validTo is not after validFrom';
  return whyUnfitSchedule(profile.chargingSchedule, configuration);
}

function whyUnfitSchedule(schedule: ChargingSchedule, configuration: Configuration): string | null {
  const periods = schedule.chargingSchedulePeriod;
  if (!allowedUnits(configuration).includes(schedule.chargingRateUnit)) return 'the unit is not allowed';
  if (periods.length > numberOf(configuration, 'ChargingScheduleMaxPeriods')) return 'too many periods';
  if (periods[0]?.startPeriod !== 0) return 'the first period does not begin at 0';
  const isAscending = periods.every(
    ({ startPeriod }, index) => index === 0 || startPeriod > (periods[index - 1]?.startPeriod ?? 0),
  );
  if (!isAscending) return 'the periods are out of order';
  if (periods.some(({ limit }) => limit < 0)) return 'a limit is negative';
  if (periods.some(({ numberPhases }) => numberPhases !== undefined && ![1, 2, 3].includes(numberPhases))) {
    return 'numberPhases is out of range';
  }
  if (schedule.duration !== undefined && schedule.duration <= 0) return 'the duration is not positive';
  return null;
}

/** The units of ChargingScheduleAllowedChargingRateUnit, which names them Current and Power. */
export function allowedUnits(configuration: Configuration): string[] {
  const names = listOf(configuration, 'ChargingScheduleAllowedChargingRateUnit');
  return [...(names.includes('Current') ? ['A'] : []), ...(names.includes('Power') ? ['W'] : [])];
}

function isBackwards(from: string | undefined, to: string | undefined): boolean {
  if (from === undefined || to === undefined) return false;
  return (parseTimestamp(to)?.ms ?? 0) <= (parseTimestamp(from)?.ms ?? 0);
}
