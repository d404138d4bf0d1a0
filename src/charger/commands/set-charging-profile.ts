import { SetChargingProfile } from '../../ocpp/v16/messages/smart-charging/set-charging-profile.ts';
import { defineCommand } from './command-rule.ts';

/** Installs a charging profile (OCPP 1.6 5.16). */
export const setChargingProfile = defineCommand(SetChargingProfile);
