import { chargePointStatus } from '../ocpp/v16/types/charge-point-status.ts';
import { type Statement, statement } from './database.ts';

/**
 * The last status of a connector. The row is clustered by its status, so that a change moves it, which counts as one
 * row written; it is looked for under each status of OCPP 1.6, as nothing else tells where it lies.
 * Connector 0 is the charger itself and is no connector to filter by.
 */
export function projectConnectorStatus(change: {
  accountId: string;
  chargerId: string;
  connectorId: number;
  status: string;
  sequence: number;
}): Statement[] {
  const { accountId, chargerId, connectorId, status, sequence } = change;
  if (connectorId === 0) return [];
  const isThisConnector = `account_id = ?1 AND charger_id = ?2 AND connector_id = ?3 AND ${hasAnyStatus()}`;
  return [
    statement(
      `UPDATE connector_statuses SET status = ?4, projected_sequence = ?5
       WHERE ${isThisConnector} AND projected_sequence < ?5`,
      accountId,
      chargerId,
      connectorId,
      status,
      sequence,
    ),
    // An event may come when its charger is deleted already: its row goes with the charger's.
    statement(
      `INSERT INTO connector_statuses (account_id, charger_id, connector_id, status, projected_sequence)
       SELECT ?1, ?2, ?3, ?4, ?5
       WHERE NOT EXISTS (SELECT 1 FROM connector_statuses WHERE ${isThisConnector})
         AND EXISTS (SELECT 1 FROM chargers WHERE account_id = ?1 AND charger_id = ?2)`,
      accountId,
      chargerId,
      connectorId,
      status,
      sequence,
    ),
  ];
}

/** The status that a connector's own charger tells, in place of any other that D1 shows. */
export function restoreConnectorStatus(told: {
  accountId: string;
  chargerId: string;
  connectorId: number;
  status: string;
  sequence: number;
}): Statement[] {
  const { accountId, chargerId, connectorId, status, sequence } = told;
  return [
    statement(
      `DELETE FROM connector_statuses
       WHERE account_id = ? AND charger_id = ? AND connector_id = ? AND ${hasAnyStatus()} AND status <> ?`,
      accountId,
      chargerId,
      connectorId,
      status,
    ),
    statement(
      `INSERT INTO connector_statuses (account_id, charger_id, connector_id, status, projected_sequence)
       SELECT ?1, ?2, ?3, ?4, ?5
       WHERE EXISTS (SELECT 1 FROM chargers WHERE account_id = ?1 AND charger_id = ?2)
       ON CONFLICT DO UPDATE SET projected_sequence = excluded.projected_sequence
         WHERE connector_statuses.projected_sequence > excluded.projected_sequence`,
      accountId,
      chargerId,
      connectorId,
      status,
      sequence,
    ),
  ];
}

export function deleteConnectorStatuses(accountId: string, chargerId: string): Statement {
  return statement(
    `DELETE FROM connector_statuses WHERE account_id = ? AND charger_id = ? AND ${hasAnyStatus()}`,
    accountId,
    chargerId,
  );
}

/** Lets SQLite look a row up under each status instead of walking all of the account's. */
function hasAnyStatus(): string {
  const statuses = chargePointStatus().options.map((status) => `'${status}'`);
  return `status IN (${statuses.join(', ')})`;
}
