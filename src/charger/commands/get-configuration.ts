import { GetConfiguration } from '../../ocpp/v16/messages/core/get-configuration.ts';
import { noteConfiguration } from '../configuration.ts';
import { defineCommand } from './command-rule.ts';

/** Reads configuration keys (OCPP 1.6 5.8). What the charger tells is kept, with its age. */
export const getConfiguration = defineCommand(GetConfiguration, {
  settled: (_payload, end, command, { sql, now }) => {
    if (end.state === 'answered') noteConfiguration(sql, end.confirmation, command, now);
    return {};
  },
});
