import * as z from 'zod';

import { lazy } from '../../lazy.ts';
import { isDateTime } from '../../timestamp.ts';

/** dateTime of OCPP 1.6 3.14: ISO 8601 with a zone. `parseTimestamp` reads every text this accepts. */
export const dateTime = lazy(() =>
  z
    .string()
    .check((ctx) => {
      if (!isDateTime(ctx.value)) {
        ctx.issues.push({ code: 'invalid_format', format: 'datetime', input: ctx.value });
      }
    })
    .meta({ format: 'date-time' }),
);
