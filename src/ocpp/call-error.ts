/**
 * The error codes of a CALLERROR in the exact spelling of OCPP 1.6 (OCPP-J 4.2.3): `Occurence…` with one r and
 * `FormationViolation` are wrong English and right protocol.
 */
export const CALL_ERROR_CODES = [
  'NotImplemented',
  'NotSupported',
  'InternalError',
  'ProtocolError',
  'SecurityError',
  'FormationViolation',
  'PropertyConstraintViolation',
  'OccurenceConstraintViolation',
  'TypeConstraintViolation',
  'GenericError',
] as const;

export type CallErrorCode = (typeof CALL_ERROR_CODES)[number];

/** What a CALLERROR of ours says. `description` is at most 255 characters; `details` is `{}` when there are none. */
export interface CallErrorBody {
  code: CallErrorCode;
  description: string;
  details: Record<string, unknown>;
}

const DESCRIPTION_LENGTH = 255;

/** A CALLERROR's body, its description cut to the length OCPP-J 4.2.3 allows. */
export function callError(
  code: CallErrorCode,
  description: string,
  details: Record<string, unknown> = {},
): CallErrorBody {
  return { code, description: description.slice(0, DESCRIPTION_LENGTH), details };
}
