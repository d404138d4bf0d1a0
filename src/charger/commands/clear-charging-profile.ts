import { isCleared } from '../../domain/charging-profile.ts';
import { ClearChargingProfile } from '../../ocpp/v16/messages/smart-charging/clear-charging-profile.ts';
import { deleteChargingProfiles, readChargingProfiles } from '../store/charging-profiles.ts';
import { defineCommand } from './command-rule.ts';

/** Removes charging profiles, by id or by criteria (OCPP 1.6 5.5). */
export const clearChargingProfile = defineCommand(ClearChargingProfile, {
  // With an id the other criteria are ignored: so they are not sent.
  complete: (payload) => (payload.id === undefined ? payload : { id: payload.id }),
  settled: (criteria, end, _command, { sql }) => {
    // Unknown: nothing matched there, so what we thought to match is not there any more.
    if (end.state === 'answered') {
      deleteChargingProfiles(
        sql,
        readChargingProfiles(sql).filter((profile) => isCleared(profile, criteria)),
      );
    }
    return {};
  },
});
