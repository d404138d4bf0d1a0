import { UnlockConnector } from '../../ocpp/v16/messages/core/unlock-connector.ts';
import { defineCommand } from './command-rule.ts';
import { checkConnector } from './connector-check.ts';

/** Opens the lock of a connector (OCPP 1.6 5.18). A transaction that runs there is ended by the charger. */
export const unlockConnector = defineCommand(UnlockConnector, {
  fault: ({ connectorId }) =>
    connectorId < 1
      ? { field: 'connectorId', reason: 'must be 1 or more: connector 0 has no lock (OCPP 1.6 5.18)' }
      : null,
  check: ({ connectorId }, { sql }) => checkConnector(sql, connectorId),
});
