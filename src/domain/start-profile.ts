import type { ChargingProfile } from '../ocpp/v16/types/charging-profile.ts';

/** A field of a charging profile, and the rule that it breaks. */
export interface ProfileFault {
  path: (string | number)[];
  message: string;
}

/** What is wrong with a profile that is to come with a remote start (OCPP 1.6 5.11, 5.16; errata 3.41). */
export function findStartProfileFaults(profile: ChargingProfile): ProfileFault[] {
  const faults: ProfileFault[] = [];
  if (profile.chargingProfilePurpose !== 'TxProfile') {
    faults.push({
      path: ['chargingProfilePurpose'],
      message: 'must be TxProfile: it is for this transaction',
    });
  }
  if (profile.transactionId !== undefined) {
    faults.push({ path: ['transactionId'], message: 'must be left out: the transaction does not exist yet' });
  }
  if (profile.recurrencyKind !== undefined && profile.chargingProfileKind !== 'Recurring') {
    faults.push({ path: ['recurrencyKind'], message: 'belongs to chargingProfileKind Recurring only' });
  }
  const [first] = profile.chargingSchedule.chargingSchedulePeriod;
  if (first?.startPeriod !== 0) {
    const path = ['chargingSchedule', 'chargingSchedulePeriod', 0, 'startPeriod'];
    faults.push({ path, message: 'must be 0: a schedule begins with its first period' });
  }
  return faults;
}
