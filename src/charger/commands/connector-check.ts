import type { CommandRefusal } from '../../contracts/command-rpc.ts';
import { readConnectors } from '../store/connectors.ts';
import type { CheckPorts } from './command-rule.ts';

/** The numbers of the connectors that the charger has reported, from 1. */
export function knownConnectors(sql: SqlStorage): number[] {
  return readConnectors(sql)
    .map(({ connectorId }) => connectorId)
    .filter((connectorId) => connectorId > 0);
}

/** 404 for a connector that the charger has not reported, as long as it has reported any. 0 is the charger itself. */
export function checkConnector(sql: SqlStorage, connectorId: number | undefined): CommandRefusal | null {
  if (connectorId === undefined || connectorId === 0) return null;
  const known = knownConnectors(sql);
  return known.length === 0 || known.includes(connectorId) ? null : { kind: 'unknownConnector', known };
}

/** A charger that refuses connectorId 0 is asked for its connector 1 instead, where its owner has said so (field: several). */
export function onConnectorOne<Payload extends { connectorId: number }>(
  payload: Payload,
  { registration }: CheckPorts,
): Payload {
  return registration.settings.refusesConnectorZero && payload.connectorId === 0
    ? { ...payload, connectorId: 1 }
    : payload;
}
