import { ChangeConfiguration } from '../../ocpp/v16/messages/core/change-configuration.ts';
import { defineCommand } from './command-rule.ts';

/** Sets one configuration key (OCPP 1.6 5.3). */
export const changeConfiguration = defineCommand(ChangeConfiguration);
