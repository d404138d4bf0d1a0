import * as z from 'zod';

import { lazy } from '../../lazy.ts';

/** A JSON integer of any size; `12.0` is one. (Zod's own ends at 2^53, the official schemas do not.) */
export const integer = lazy(() =>
  z
    .number()
    .check((ctx) => {
      if (!Number.isInteger(ctx.value)) {
        ctx.issues.push({ code: 'invalid_type', expected: 'int', input: ctx.value });
      }
    })
    .meta({ type: 'integer' }),
);
