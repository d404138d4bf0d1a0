import * as z from 'zod';
import { Connector } from '../../domain/connector.ts';
import { rememberingReader } from './json-row.ts';

/** More than any charger has; a number that comes with every message of a mad one must not fill its object. */
const MOST_CONNECTORS = 64;

const read = rememberingReader(Connector);

const CountRow = z.object({ count: z.int() });

export function readConnectors(sql: SqlStorage): Connector[] {
  return read(sql, 'SELECT data FROM connectors ORDER BY connector_id');
}

export function readConnector(sql: SqlStorage, connectorId: number): Connector | null {
  return read(sql, 'SELECT data FROM connectors WHERE connector_id = ?', connectorId)[0] ?? null;
}

export function hasConnector(sql: SqlStorage, connectorId: number): boolean {
  return sql.exec('SELECT 1 FROM connectors WHERE connector_id = ?', connectorId).toArray().length > 0;
}

/** Whether a connector that is not known yet may be added. Connector 0, the charger itself, always may. */
export function hasRoomFor(sql: SqlStorage, connectorId: number): boolean {
  if (connectorId === 0) return true;
  const row = sql.exec('SELECT count(*) AS count FROM connectors WHERE connector_id > 0').one();
  return CountRow.parse(row).count < MOST_CONNECTORS;
}

export function writeConnector(sql: SqlStorage, connector: Connector): void {
  sql.exec(
    `INSERT INTO connectors (connector_id, data) VALUES (?, ?)
     ON CONFLICT (connector_id) DO UPDATE SET data = excluded.data`,
    connector.connectorId,
    JSON.stringify(connector),
  );
}
