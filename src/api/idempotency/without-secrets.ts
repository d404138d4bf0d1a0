import { isApiKey } from '../auth/api-key.ts';

/** What is shown once is not kept for a repeat. */
const MASK = 'shown in the first answer only';
const SECRET_FIELDS: ReadonlySet<string> = new Set(['password', 'secret']);

/** A JSON answer with its secrets masked. Throws on what is no JSON. */
export function withoutSecrets(body: string): string {
  const masked: unknown = JSON.parse(body, (field, value: unknown) =>
    typeof value === 'string' && (SECRET_FIELDS.has(field) || isApiKey(value)) ? MASK : value,
  );
  return JSON.stringify(masked);
}
