import { ChangeAvailability } from '../../ocpp/v16/messages/core/change-availability.ts';
import { facts } from '../store/facts.ts';
import { readConnector } from '../store/connectors.ts';
import { defineCommand } from './command-rule.ts';
import { checkConnector, onConnectorOne } from './connector-check.ts';

/** Takes a connector or the whole charger out of service, or back (OCPP 1.6 5.2). */
export const changeAvailability = defineCommand(ChangeAvailability, {
  complete: onConnectorOne,
  check: ({ connectorId }, { sql }) => checkConnector(sql, connectorId),
  // A connector that is so already accepts, and has nothing to report.
  expects: ({ connectorId, type }, { sql }) => {
    const status = readConnector(sql, connectorId)?.status;
    return status === undefined || (status === 'Unavailable') !== (type === 'Inoperative');
  },
  settled: ({ connectorId, type }, end, _command, { sql }) => {
    if (end.state !== 'answered' || end.confirmation.status === 'Rejected') return {};
    const before = connectorId === 0 ? {} : facts.availability.read(sql);
    facts.availability.write(sql, { ...before, [connectorId]: type });
    return {};
  },
});
