import { messages } from '../../ocpp/v16/messages/index.ts';
import { numberOf } from '../configuration.ts';
import { whyNotSet } from '../profile-rules.ts';
import { defineCommand } from './command.ts';

/**
 * Installs a charging profile, in force from its time on (OCPP 1.6 5.16). An unknown connector is no matter of its
 * contents: PropertyConstraintViolation (errata 3.39).
 */
export const setChargingProfile = defineCommand(messages.SetChargingProfile, (charger, request) => {
  const { connectorId, csChargingProfiles: profile } = request;
  const connector = charger.connector(connectorId);
  if (connectorId !== 0 && connector === undefined) {
    return { refusal: 'PropertyConstraintViolation', description: `There is no connector ${connectorId}` };
  }
  const { profiles } = charger.site;
  const transaction = connector?.transaction ?? null;
  const isRoom =
    profiles.countWith(connectorId, profile) <=
    numberOf(charger.configuration, 'MaxChargingProfilesInstalled');
  const why = isRoom
    ? whyNotSet(profile, { connectorId, transaction }, charger.configuration)
    : 'there is no room for another profile';
  if (why !== null) return { confirmation: { status: 'Rejected' }, reason: why };
  return { confirmation: { status: 'Accepted' }, afterwards: () => profiles.set(connectorId, profile) };
});
