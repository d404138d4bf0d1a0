import { ClearChargingProfile } from '../../ocpp/v16/messages/smart-charging/clear-charging-profile.ts';
import { defineCommand } from './command-rule.ts';

/** Removes charging profiles, by id or by criteria (OCPP 1.6 5.5). */
export const clearChargingProfile = defineCommand(ClearChargingProfile);
