import type * as z from 'zod';

import type { SchemaIssue } from './schema-violation.ts';

/** What a strict schema says to a payload. */
export type StrictVerdict =
  | { fits: true; value: unknown }
  | { fits: false; issues: SchemaIssue[] | 'tooMany' };

/** Holds a payload to a strict schema. Never throws. */
export function strictVerdict(schema: z.ZodObject, payload: unknown): StrictVerdict {
  try {
    const parsed = schema.safeParse(payload);
    return parsed.success ? { fits: true, value: parsed.data } : { fits: false, issues: parsed.error.issues };
  } catch (error) {
    // Zod hands the issues of a list on as arguments of one call: about 100,000 of them overflow the stack.
    if (error instanceof RangeError) {
      return { fits: false, issues: 'tooMany' };
    }
    throw error;
  }
}
