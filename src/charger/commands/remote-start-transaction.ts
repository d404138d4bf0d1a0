import { findStartProfileFaults } from '../../domain/charging-profile.ts';
import { RemoteStartTransaction } from '../../ocpp/v16/messages/core/remote-start-transaction.ts';
import { defineCommand, faultIn } from './command-rule.ts';
import { checkConnector, knownConnectors } from './connector-check.ts';

/** Asks the charger to begin a transaction (OCPP 1.6 5.11). */
export const remoteStartTransaction = defineCommand(RemoteStartTransaction, {
  // A charger that has one connector is told its number, since some refuse to choose (field: Phoenix CHARX).
  complete: (payload, { sql }) => {
    const known = knownConnectors(sql);
    const [only] = known.length === 1 ? known : [];
    return payload.connectorId === undefined && only !== undefined
      ? { ...payload, connectorId: only }
      : payload;
  },
  fault: ({ connectorId, chargingProfile: profile }) => {
    if (connectorId !== undefined && connectorId < 1) {
      return { field: 'connectorId', reason: 'must be 1 or more (OCPP 1.6 5.11)' };
    }
    return faultIn('chargingProfile', profile === undefined ? [] : findStartProfileFaults(profile));
  },
  check: ({ connectorId }, { sql }) => checkConnector(sql, connectorId),
});
