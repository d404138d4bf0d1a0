import type { ErrorCode } from './error-code.ts';

/** What else an error answer says; each key is free, for programs. */
export type ErrorDetails = Record<string, unknown> | readonly FieldFailure[];

/** One thing that is wrong with one field of a request. */
export interface FieldFailure {
  /** Where: `settings.heartbeatInterval`, or the name of the query or path parameter; `body` for the whole. */
  field: string;
  in: 'body' | 'query' | 'path' | 'header';
  /** Which rule it breaks. */
  rule: string;
  message: string;
}

/** A refusal that a client is meant to read. Its message says what to do next. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    extra: { details?: ErrorDetails; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: extra.cause });
    this.code = code;
    this.details = extra.details;
    this.retryAfterSeconds = extra.retryAfterSeconds;
  }
}

/** One field is wrong in a way that only the route can see. */
export function invalidField(
  where: FieldFailure['in'],
  field: string,
  rule: string,
  message: string,
): ApiError {
  return new ApiError('VALIDATION_ERROR', `${field}: ${message}`, {
    details: [{ field, in: where, rule, message }],
  });
}
