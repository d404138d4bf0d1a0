import { findInstallationFaults, findProfileFaults } from '../../domain/charging-profile.ts';
import { SetChargingProfile } from '../../ocpp/v16/messages/smart-charging/set-charging-profile.ts';
import { installProfile, smartChargingLimits } from '../charging-profiles.ts';
import { readChargingProfiles } from '../store/charging-profiles.ts';
import { readTransactionOn } from '../store/transactions.ts';
import { defineCommand, faultIn } from './command-rule.ts';
import { checkConnector } from './connector-check.ts';

/** Installs a charging profile (OCPP 1.6 5.16). Our copy is what the charger has accepted. */
export const setChargingProfile = defineCommand(SetChargingProfile, {
  // A profile of a session names it, so that it never meets the next one.
  complete: (payload, { sql }) => {
    const { csChargingProfiles: profile } = payload;
    const transactionId = readTransactionOn(sql, payload.connectorId)?.ocppTransactionId;
    return profile?.chargingProfilePurpose === 'TxProfile' &&
      profile.transactionId === undefined &&
      transactionId !== undefined
      ? { ...payload, csChargingProfiles: { ...profile, transactionId } }
      : payload;
  },
  fault: ({ csChargingProfiles: profile }) => faultIn('csChargingProfiles', findProfileFaults(profile)),
  check: ({ connectorId, csChargingProfiles: profile }, { sql }) => {
    const known = readChargingProfiles(sql);
    const faults = findInstallationFaults(connectorId, profile, smartChargingLimits(sql), known);
    const fault = faultIn('csChargingProfiles', faults);
    if (fault !== null) return { kind: 'invalid', ...fault };
    const unknown = checkConnector(sql, connectorId);
    if (unknown !== null || profile.chargingProfilePurpose !== 'TxProfile') return unknown;
    const running = readTransactionOn(sql, connectorId);
    if (running === undefined) {
      const reason = `is TxProfile, and no transaction runs on connector ${connectorId} (OCPP 1.6 3.13.1)`;
      return { kind: 'invalid', field: 'csChargingProfiles.chargingProfilePurpose', reason };
    }
    if (running.ocppTransactionId === profile.transactionId) return null;
    const reason = `is not the transaction that runs on connector ${connectorId}; leave it out to mean that one`;
    return { kind: 'invalid', field: 'csChargingProfiles.transactionId', reason };
  },
  settled: ({ connectorId, csChargingProfiles }, end, { commandId }, { sql, now }) => {
    if (end.state === 'answered' && end.confirmation.status === 'Accepted') {
      installProfile(sql, { connectorId, csChargingProfiles, installedAt: now, commandId });
    }
    return {};
  },
});
