import type { AccessScope } from '../../domain/access-scope.ts';
import { requireAdminToken } from '../auth/require-admin-token.ts';
import { requireKeyOrAdminToken } from '../auth/require-key-or-admin-token.ts';
import { requireScope } from '../auth/require-scope.ts';
import { answerOnce } from '../idempotency/answer-once.ts';

/** Whose idempotency keys those of the operator are: no account's. */
const OPERATOR = 'operator';

/** A route that needs an API key with this scope: what enforces it and what documents it. */
export function securedBy(scope: AccessScope) {
  return {
    middleware: [requireScope(scope), answerOnce((c) => c.var.caller.accountId)],
    security: [{ apiKey: [] }, { bearer: [] }],
    'x-required-scope': scope,
  };
}

/** A route for the operator of the instance. */
export function securedByAdminToken() {
  return { middleware: [requireAdminToken, answerOnce(() => OPERATOR)], security: [{ adminToken: [] }] };
}

/** A route that shows the operator of the instance more than a key with this scope. */
export function securedByKeyOrAdminToken(scope: AccessScope) {
  return {
    middleware: [requireKeyOrAdminToken(scope)],
    security: [{ apiKey: [] }, { bearer: [] }, { adminToken: [] }],
    'x-required-scope': scope,
  };
}
