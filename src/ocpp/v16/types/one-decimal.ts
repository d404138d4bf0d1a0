import * as z from 'zod';

import { lazy } from '../../lazy.ts';

const STEP = 0.1;
const PRECISION = 1e-6;

/** A number with at most one decimal. Checked with a margin, since 21.4 is no multiple of 0.1 in binary. */
export const oneDecimal = lazy(() =>
  z
    .number()
    .check((ctx) => {
      const steps = ctx.value / STEP;
      if (Math.abs(Math.round(steps) - steps) > PRECISION) {
        ctx.issues.push({ code: 'not_multiple_of', divisor: STEP, input: ctx.value });
      }
    })
    .meta({ multipleOf: STEP }),
);
