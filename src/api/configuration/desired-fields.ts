import { z } from '@hono/zod-openapi';
import type { DesiredValue } from '../../domain/configuration-drift.ts';
import { foldConfigurationKey } from '../../domain/configuration-keys.ts';
import { checkDesiredValue } from '../../domain/configuration-value.ts';

const MOST_KEYS = 200;

/** What keys should be, as an owner says it: key by key, like what ChangeConfiguration takes (OCPP 1.6 5.3). */
export const DesiredConfiguration = z
  .record(z.string().trim().min(1).max(50), z.string().max(500))
  .superRefine((desired, context) => {
    const keys = Object.keys(desired);
    if (keys.length > MOST_KEYS) {
      context.addIssue({ code: 'custom', message: `Must name at most ${MOST_KEYS} keys` });
    }
    const seen = new Set<string>();
    for (const [key, value] of Object.entries(desired)) {
      const broken = seen.has(foldConfigurationKey(key))
        ? 'Is named twice: keys are compared without case'
        : checkDesiredValue(key, value);
      seen.add(foldConfigurationKey(key));
      if (broken !== null) context.addIssue({ code: 'custom', path: [key], message: broken });
    }
  })
  .openapi('DesiredConfiguration');

/** What an owner wants, as it was given. */
export function desiredBody(desired: readonly DesiredValue[]): Record<string, string> {
  return Object.fromEntries(desired.map(({ key, value }) => [key, value]));
}
