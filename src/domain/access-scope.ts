import * as z from 'zod';

/** What an API key may do: look, drive chargers, or change what is registered. Each holds the ones before it. */
export const AccessScope = z.enum(['read', 'operate', 'manage']);
export type AccessScope = z.infer<typeof AccessScope>;

const RANK: Record<AccessScope, number> = { read: 0, operate: 1, manage: 2 };

/** Whether a key with these scopes may do what needs `needed`. */
export function isScopeGranted(scopes: readonly AccessScope[], needed: AccessScope): boolean {
  return scopes.some((scope) => RANK[scope] >= RANK[needed]);
}
