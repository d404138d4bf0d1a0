import { ChangeAvailability } from '../../ocpp/v16/messages/core/change-availability.ts';
import { defineCommand } from './command-rule.ts';

/** Takes a connector or the whole charger out of service, or back (OCPP 1.6 5.2). */
export const changeAvailability = defineCommand(ChangeAvailability);
