import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { DatabaseUnavailable } from '../../d1/database.ts';
import type { ApiEnv } from '../api-env.ts';
import { ApiError, invalidField } from './api-error.ts';
import { errorBody } from './error-body.ts';
import { ERROR_STATUS } from './error-code.ts';

/** Every failure of a request ends here: refusals say what they are, everything else gets a fixed text. */
export function handleError(error: Error, context: Context<ApiEnv>): Response {
  const refusal = refusalOf(error);
  if (refusal.cause !== undefined || refusal.code === 'INTERNAL_ERROR') {
    console.error({ requestId: context.var.requestId, code: refusal.code, error: describe(error) });
  }
  if (refusal.retryAfterSeconds !== undefined) {
    context.header('Retry-After', String(refusal.retryAfterSeconds));
  }
  if (refusal.code === 'UNAUTHORIZED') context.header('WWW-Authenticate', 'Bearer realm="capacitor"');
  return context.json(errorBody(refusal, context.var.requestId), ERROR_STATUS[refusal.code]);
}

/** No such path, or not with this method. */
export function handleNotFound(context: Context<ApiEnv>): Response {
  const { method, path } = context.req;
  return handleError(
    new ApiError('NOT_FOUND', `There is no ${method} ${path}. The reference at /docs lists every route.`),
    context,
  );
}

function refusalOf(error: Error): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof DatabaseUnavailable) {
    return new ApiError(
      'SERVICE_UNAVAILABLE',
      'The database did not answer. Chargers go on working; send the request again in a few seconds.',
      { retryAfterSeconds: 5, cause: error },
    );
  }
  if (error instanceof HTTPException) return refusalOfFramework(error);
  return new ApiError(
    'INTERNAL_ERROR',
    'Something went wrong here, not in your request. Send it again; if it fails again, report the requestId.',
  );
}

function refusalOfFramework(error: HTTPException): ApiError {
  switch (error.status) {
    case 400:
      return invalidField('body', 'body', 'malformed_json', 'is not JSON. Check quotes, commas and brackets');
    case 415:
      return invalidField(
        'header',
        'Content-Type',
        'unsupported_media_type',
        'must be application/json for a request with a body',
      );
    default:
      return new ApiError('INTERNAL_ERROR', 'Something went wrong here. Report the requestId.');
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : ` <- ${describe(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
