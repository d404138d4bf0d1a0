import type { Context } from 'hono';
import { areDigestsEqual, sha256 } from '../../lib/digest.ts';
import type { ApiEnv } from '../api-env.ts';
import { bearerToken } from './bearer-token.ts';

/** Whether a request carries the instance's admin token. Compared over digests, in constant time. */
export async function hasAdminToken(context: Context<ApiEnv>): Promise<boolean> {
  const token = bearerToken(context.req.header('Authorization'));
  return (
    token !== undefined &&
    areDigestsEqual(await sha256(token), await sha256(context.var.settings.ADMIN_TOKEN))
  );
}
