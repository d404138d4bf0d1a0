import type { MiddlewareHandler } from 'hono';
import { newId } from '../lib/ids.ts';
import type { ApiEnv } from './api-env.ts';

/** Names every answer, refusals and faults too. */
export const nameRequest: MiddlewareHandler<ApiEnv> = async (context, next) => {
  const requestId = newId('req');
  context.set('requestId', requestId);
  await next();
  context.header('X-Request-Id', requestId);
};
