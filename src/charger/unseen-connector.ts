import { type Connector, unseenConnector } from '../domain/connector.ts';
import type { Flag } from '../domain/flag.ts';
import { hasConnector, hasRoomFor, writeConnector } from './store/connectors.ts';

/** Connectors appear at run time: one that charges or meters is there, whether or not it has told its status. */
export function addUnseenConnector(
  sql: SqlStorage,
  connectorId: number | null,
  status: Parameters<typeof unseenConnector>[1],
  since: Connector['since'],
): Flag[] {
  if (connectorId === null || connectorId <= 0 || hasConnector(sql, connectorId)) return [];
  const example = String(connectorId);
  if (!hasRoomFor(sql, connectorId)) return [{ name: 'tooManyConnectors', example }];
  writeConnector(sql, unseenConnector(connectorId, status, since));
  return [{ name: 'connectorWithoutStatus', example }];
}
