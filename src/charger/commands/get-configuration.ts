import { GetConfiguration } from '../../ocpp/v16/messages/core/get-configuration.ts';
import { defineCommand } from './command-rule.ts';

/** Reads configuration keys (OCPP 1.6 5.8). */
export const getConfiguration = defineCommand(GetConfiguration);
