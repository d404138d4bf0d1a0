import type { MiddlewareHandler } from 'hono';
import type { AccessScope } from '../../domain/access-scope.ts';
import type { ApiEnv } from '../api-env.ts';
import { hasAdminToken } from './admin-token.ts';
import { requireScope } from './require-scope.ts';

/** Lets the operator of the instance pass, and whoever has a key with the scope: else 401 or 403. */
export function requireKeyOrAdminToken(scope: AccessScope): MiddlewareHandler<ApiEnv> {
  const requireKey = requireScope(scope);
  return async (context, next) => {
    const isOperator = await hasAdminToken(context);
    context.set('isOperator', isOperator);
    if (!isOperator) return requireKey(context, next);
    await next();
    return undefined;
  };
}
