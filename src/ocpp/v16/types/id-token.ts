import type * as z from 'zod';

import { text } from './text.ts';

/**
 * IdToken (OCPP 1.6 7.28), a CiString20Type: any text of at most 20 characters, which compares without case.
 * The empty text is one.
 */
export function idToken(): z.ZodString {
  return text(20);
}
