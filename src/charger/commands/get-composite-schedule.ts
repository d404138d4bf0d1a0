import { GetCompositeSchedule } from '../../ocpp/v16/messages/smart-charging/get-composite-schedule.ts';
import { defineCommand } from './command-rule.ts';
import { checkConnector, onConnectorOne } from './connector-check.ts';

/** Asks what limits are in force together (OCPP 1.6 5.7). Connector 0 is the whole grid connection. */
export const getCompositeSchedule = defineCommand(GetCompositeSchedule, {
  complete: onConnectorOne,
  check: ({ connectorId, duration }, { sql }) =>
    duration <= 0
      ? { kind: 'invalid', field: 'duration', reason: 'must be more than 0 seconds' }
      : checkConnector(sql, connectorId),
});
