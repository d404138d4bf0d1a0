import type { AccessScope } from '../../domain/access-scope.ts';

/** Who sent a request. */
export interface Caller {
  accountId: string;
  keyId: string;
  scopes: readonly AccessScope[];
}
