import { GetCompositeSchedule } from '../../ocpp/v16/messages/smart-charging/get-composite-schedule.ts';
import { defineCommand } from './command-rule.ts';

/** Asks what limits are in force together (OCPP 1.6 5.7). */
export const getCompositeSchedule = defineCommand(GetCompositeSchedule);
