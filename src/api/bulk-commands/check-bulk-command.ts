import { commandRules } from '../../charger/commands/index.ts';
import { isRepeatable } from '../../domain/repeatable-command.ts';
import { holdsSecret } from '../../ocpp/mask-secrets.ts';
import { findUnsafeInteger, UNSAFE_INTEGER } from '../../ocpp/unsafe-integer.ts';
import { messages, type OutgoingAction } from '../../ocpp/v16/messages/index.ts';
import { invalidField } from '../errors/api-error.ts';

/** Fields of a payload that each charger's own object fills in where they are missing. */
const FILLED_IN: { readonly [Name in OutgoingAction]?: readonly string[] } = {
  GetLog: ['requestId'],
  ReserveNow: ['reservationId'],
  SignedUpdateFirmware: ['requestId'],
  UpdateFirmware: ['retrieveDate'],
};

/** Throws 400 for what no charger could be sent: nothing is, then. */
export function checkBulkCommand(
  action: OutgoingAction,
  payload: Record<string, unknown>,
  deliverWithinSeconds: number | undefined,
): void {
  const { request, section } = messages[action];
  const filledIn = FILLED_IN[action] ?? [];
  const read = request.safeParse(payload);
  const issue = read.error?.issues.find(
    ({ path }) => !(path.length === 1 && filledIn.includes(String(path[0])) && !(String(path[0]) in payload)),
  );
  if (issue !== undefined) {
    const field = ['payload', ...issue.path].join('.');
    throw invalidField('body', field, 'ocpp', `${issue.message} (${section})`);
  }
  const unsafe = findUnsafeInteger(payload);
  if (unsafe !== null) throw invalidField('body', `payload.${unsafe}`, 'ocpp', UNSAFE_INTEGER);
  if (holdsSecret(payload)) {
    throw invalidField(
      'body',
      'payload.key',
      'secret',
      'a password is no two chargers’ own, and is kept nowhere. Set it with POST /api/v1/chargers/{chargeBoxId}/password',
    );
  }
  const fault = commandRules[action].fault(payload);
  if (fault !== null) throw invalidField('body', `payload.${fault.field}`, 'ocpp', fault.reason);
  if (deliverWithinSeconds !== undefined && !isRepeatable(action)) {
    throw invalidField(
      'body',
      'deliverWithinSeconds',
      'ocpp',
      `${action} is never kept for later: by then the driver or the session may have gone`,
    );
  }
}
