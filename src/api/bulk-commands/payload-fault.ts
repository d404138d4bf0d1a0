import { findProfileFaults, findStartProfileFaults } from '../../domain/charging-profile.ts';
import { checkConfigurationChange } from '../../domain/configuration-value.ts';
import { messages, type OutgoingAction } from '../../ocpp/v16/messages/index.ts';

const { ChangeConfiguration, RemoteStartTransaction, SetChargingProfile, UnlockConnector } = messages;

/**
 * What the rules of the standard forbid in a payload whatever the charger: it would be refused for each of them. `field`
 * within the payload.
 */
export function findPayloadFault(
  action: OutgoingAction,
  payload: Record<string, unknown>,
): { field: string; reason: string } | null {
  switch (action) {
    case 'ChangeConfiguration': {
      const { key, value } = ChangeConfiguration.request.parse(payload);
      return checkConfigurationChange(key, value);
    }
    case 'SetChargingProfile': {
      const [fault] = findProfileFaults(SetChargingProfile.request.parse(payload).csChargingProfiles);
      return fault === undefined
        ? null
        : { field: ['csChargingProfiles', ...fault.path].join('.'), reason: fault.message };
    }
    case 'RemoteStartTransaction': {
      const { connectorId, chargingProfile } = RemoteStartTransaction.request.parse(payload);
      if (connectorId !== undefined && connectorId < 1) return NO_CONNECTOR;
      const [fault] = chargingProfile === undefined ? [] : findStartProfileFaults(chargingProfile);
      return fault === undefined
        ? null
        : { field: ['chargingProfile', ...fault.path].join('.'), reason: fault.message };
    }
    case 'UnlockConnector':
      return UnlockConnector.request.parse(payload).connectorId < 1 ? NO_CONNECTOR : null;
    default:
      return null;
  }
}

const NO_CONNECTOR = { field: 'connectorId', reason: 'must be 1 or more' };
