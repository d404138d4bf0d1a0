import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from '../api-env.ts';
import { ApiError } from '../errors/api-error.ts';
import { hasAdminToken } from './admin-token.ts';

/** Lets a request pass that carries the instance's admin token: else 401. */
export const requireAdminToken: MiddlewareHandler<ApiEnv> = async (context, next) => {
  if (!(await hasAdminToken(context))) {
    throw new ApiError(
      'UNAUTHORIZED',
      'This needs the admin token of the instance: send it as Authorization: Bearer <token>. API keys do not work here.',
    );
  }
  await next();
};
