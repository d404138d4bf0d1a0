import { z } from '@hono/zod-openapi';
import { parseIdentity } from '../../ocpp/identity.ts';

/** An identity that a charger can dial: its URL leads back to the very same text. */
export const ChargeBoxId = z
  .string()
  .refine(isDialable, {
    error:
      'Must be 1 to 255 characters, without control characters or a space at either end, and not "." or "..": a charger has to be able to dial it',
  })
  .openapi({ minLength: 1, maxLength: 255, example: 'CP-OFFICE-01' })
  .describe('Exactly what the charger appends to its URL; unique without case, whoever registers it.');

function isDialable(id: string): boolean {
  if (!id.isWellFormed() || id !== id.trim()) return false;
  const { pathname } = new URL(`ws://host/ocpp/${encodeURIComponent(id)}`);
  const identity = parseIdentity(pathname);
  return identity.kind === 'identity' && identity.id === id;
}
