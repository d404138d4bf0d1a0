import { Connector } from '../../domain/connector.ts';
import { readJson } from './json-row.ts';

export function readConnectors(sql: SqlStorage): Connector[] {
  return readJson(sql, Connector, 'SELECT data FROM connectors ORDER BY connector_id');
}

export function readConnector(sql: SqlStorage, connectorId: number): Connector | null {
  return (
    readJson(sql, Connector, 'SELECT data FROM connectors WHERE connector_id = ?', connectorId)[0] ?? null
  );
}

export function writeConnector(sql: SqlStorage, connector: Connector): void {
  sql.exec(
    `INSERT INTO connectors (connector_id, data) VALUES (?, ?)
     ON CONFLICT (connector_id) DO UPDATE SET data = excluded.data`,
    connector.connectorId,
    JSON.stringify(connector),
  );
}
