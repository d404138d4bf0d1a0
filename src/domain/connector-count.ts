import type { Flag } from './flag.ts';

/**
 * Flags a NumberOfConnectors (OCPP 1.6 9.1) that is not how many connectors have reported. Before the first report there
 * is nothing to compare, and while they report one by one only too many are wrong.
 *
 * @param connectorIds those that have reported; 0, the charger itself, is none
 */
export function connectorCountMismatch(
  told: string | null | undefined,
  connectorIds: readonly number[],
  { isReporting = false }: { isReporting?: boolean } = {},
): Flag[] {
  const reported = connectorIds.filter((connectorId) => connectorId > 0).length;
  const isComparable = told !== null && told !== undefined && /^\s*\d+\s*$/.test(told) && reported > 0;
  return isComparable && (isReporting ? reported > Number(told) : reported !== Number(told))
    ? [{ name: 'connectorCountMismatch', example: `NumberOfConnectors ${told.trim()}, reported ${reported}` }]
    : [];
}
