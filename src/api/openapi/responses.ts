import type { z } from '@hono/zod-openapi';
import { ErrorBody } from '../errors/error-body.ts';
import { ERROR_STATUS, type ErrorCode } from '../errors/error-code.ts';

const REQUEST_ID_HEADER = {
  'X-Request-Id': {
    description: 'Names this answer.',
    schema: { type: 'string' as const },
  },
};

/** A JSON answer of a route. */
export function jsonResponse<Schema extends z.ZodType>(
  description: string,
  schema: Schema,
  example: z.input<Schema>,
) {
  return {
    description,
    headers: REQUEST_ID_HEADER,
    content: { 'application/json': { schema, example } },
  };
}

/** A JSON body of a route; `required` unless the route works without. */
export function jsonBody<Schema extends z.ZodType>(
  schema: Schema,
  example: z.input<Schema>,
  required = true,
) {
  return { required, content: { 'application/json': { schema, example } } };
}

/** What each code means where a route says nothing more precise. */
const MEANING: Record<ErrorCode, string> = {
  VALIDATION_ERROR: 'The request breaks a rule; `details` names the field and the rule.',
  UNAUTHORIZED: 'The key or token is missing, unknown, revoked or expired.',
  FORBIDDEN: 'The key lacks the scope.',
  NOT_FOUND: 'There is no such thing in your account.',
  ALREADY_EXISTS: 'Something of that name exists.',
  CONFLICT: 'Not possible in the present state.',
  PAYLOAD_TOO_LARGE: 'The body is larger than 256 KB.',
  RATE_LIMIT_ERROR: 'Too many requests; wait as `Retry-After` says.',
  INTERNAL_ERROR: 'A fault of this system.',
  SERVICE_UNAVAILABLE: 'The charger is offline, or a part this needs is down.',
  TIMEOUT: 'The charger did not answer in time.',
};

/** What a route can answer that acts on one thing of the account and takes a body. */
export const ACTION_ERRORS = [
  'VALIDATION_ERROR',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'PAYLOAD_TOO_LARGE',
] as const satisfies readonly ErrorCode[];

/** The error answers of a route by status; 500 and 503 are possible everywhere. */
export function errorResponses(...codes: ErrorCode[]): object {
  const all: ErrorCode[] = [...codes, 'INTERNAL_ERROR', 'SERVICE_UNAVAILABLE'];
  const byStatus = Map.groupBy(all, (code) => ERROR_STATUS[code]);
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => [
      status,
      {
        description: ofStatus.map((code) => `${code}: ${MEANING[code]}`).join(' '),
        headers: REQUEST_ID_HEADER,
        content: { 'application/json': { schema: ErrorBody, example: exampleOf(ofStatus) } },
      },
    ]),
  );
}

function exampleOf([code = 'INTERNAL_ERROR']: readonly ErrorCode[]): ErrorBody {
  return {
    success: false,
    error: { code, message: MEANING[code], requestId: 'req_0194678e1c0d7a2b8f3e4d5c6b7a8990' },
  };
}
