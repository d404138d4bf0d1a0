import { SendLocalList } from '../../ocpp/v16/messages/local-auth-list-management/send-local-list.ts';
import { defineCommand } from './command-rule.ts';

/** Sends the local authorization list, or what has changed in it (OCPP 1.6 5.15). */
export const sendLocalList = defineCommand(SendLocalList);
