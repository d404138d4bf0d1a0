import type { MiddlewareHandler } from 'hono';
import { areDigestsEqual, sha256 } from '../../lib/digest.ts';
import type { ApiEnv } from '../api-env.ts';
import { ApiError } from '../errors/api-error.ts';
import { bearerToken } from './bearer-token.ts';

/** Lets a request pass that carries the instance's admin token: else 401. Compared over digests, in constant time. */
export const requireAdminToken: MiddlewareHandler<ApiEnv> = async (context, next) => {
  const token = bearerToken(context.req.header('Authorization'));
  const isAdmin =
    token !== undefined &&
    areDigestsEqual(await sha256(token), await sha256(context.var.settings.ADMIN_TOKEN));
  if (!isAdmin) {
    throw new ApiError(
      'UNAUTHORIZED',
      'This needs the admin token of the instance: send it as Authorization: Bearer <token>. API keys do not work here.',
    );
  }
  await next();
};
