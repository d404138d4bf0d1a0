import { GetLocalListVersion } from '../../ocpp/v16/messages/local-auth-list-management/get-local-list-version.ts';
import { defineCommand } from './command-rule.ts';

/** Asks for the version of the local authorization list (OCPP 1.6 5.10). */
export const getLocalListVersion = defineCommand(GetLocalListVersion);
