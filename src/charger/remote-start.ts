import type { CommandResult, RemoteStartInput } from '../contracts/charger-rpc.ts';
import { RemoteStartTransaction } from '../ocpp/v16/messages/core/remote-start-transaction.ts';
import { readConnectors } from './store/connectors.ts';

/** What a remote start becomes on the wire, or why it is not sent. */
export type RemoteStart =
  | { ok: true; payload: Record<string, unknown> }
  | { ok: false; result: Extract<CommandResult, { kind: 'unknownConnector' | 'refused' }> };

/**
 * Checks a remote start (OCPP 1.6 5.11) against what is known of the charger. Without a connector, a charger that has
 * one is told its number, since some refuse to choose (field: Phoenix CHARX).
 */
export function prepareRemoteStart(sql: SqlStorage, input: RemoteStartInput): RemoteStart {
  const known = readConnectors(sql)
    .map(({ connectorId }) => connectorId)
    .filter((connectorId) => connectorId > 0);
  if (input.connectorId !== undefined && known.length > 0 && !known.includes(input.connectorId)) {
    return { ok: false, result: { kind: 'unknownConnector', known } };
  }
  const connectorId = input.connectorId ?? (known.length === 1 ? known[0] : undefined);
  const payload = {
    idTag: input.idTag,
    ...(connectorId === undefined ? {} : { connectorId }),
    ...(input.chargingProfile === undefined ? {} : { chargingProfile: input.chargingProfile }),
  };
  const checked = RemoteStartTransaction.request.safeParse(payload);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const reason = `${issue?.path.join('.') ?? 'The request'}: ${issue?.message ?? 'is not valid'}`;
    return { ok: false, result: { kind: 'refused', reason } };
  }
  return { ok: true, payload };
}
