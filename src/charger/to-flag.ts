import type { Flag } from '../domain/flag.ts';
import type { Tolerance } from '../ocpp/tolerance.ts';

/** A tolerance that fired as a flag of the charger; the example names the field and what was sent. */
export function toFlag({ name, field, example }: Tolerance): Flag {
  const shown = [field, example].filter((part) => part !== undefined).join(': ');
  return shown === '' ? { name } : { name, example: shown.slice(0, 120) };
}
