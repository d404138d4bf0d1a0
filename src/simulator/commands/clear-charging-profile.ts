import { messages } from '../../ocpp/v16/messages/index.ts';
import { defineCommand } from './command.ts';

/** Removes the profile of an id, or all that fit the criteria; Unknown when none does (OCPP 1.6 5.5). */
export const clearChargingProfile = defineCommand(messages.ClearChargingProfile, (charger, request) => {
  const { profiles } = charger.site;
  if (!profiles.fits(request)) return { confirmation: { status: 'Unknown' } };
  return { confirmation: { status: 'Accepted' }, afterwards: () => profiles.clear(request) };
});
