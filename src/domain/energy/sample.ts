import * as z from 'zod';

import { lazy } from '../../ocpp/lazy.ts';
import {
  location,
  measurand,
  phase,
  readingContext,
  valueFormat,
} from '../../ocpp/v16/types/sampled-value.ts';
import { SAMPLE_UNITS } from './unit.ts';

/**
 * One sampled value, normalised: what a charger measured, when, in one unit a quantity (Wh, W, A, V, …).
 *
 * `value` is null where there is no number to use: signed data, an unreadable value, a name the standard does not
 * know. `raw` is then the whole truth, and it is always what the charger sent, verbatim.
 */
export const sample = lazy(() =>
  z.object({
    /** Milliseconds since 1970, UTC: the charger's time, or the time of receipt where it gave none that can be used. */
    at: z.number(),
    /** Milliseconds since 1970, UTC. */
    receivedAt: z.number(),
    connectorId: z.number(),
    measurand: measurand().nullable(),
    /** Null: all phases together (or a name that is not known). */
    phase: phase().nullable(),
    /** Null: not said, which means the outlet (or a name that is not known). */
    location: location().nullable(),
    /** Null: a name that is not known. */
    context: readingContext().nullable(),
    /** Null: a name that is not known. */
    format: valueFormat().nullable(),
    value: z.number().nullable(),
    /** Null: unitless, or no value. */
    unit: z.enum(SAMPLE_UNITS).nullable(),
    /** The charger's own fields. */
    raw: z.record(z.string(), z.unknown()),
  }),
);
export type Sample = z.infer<ReturnType<typeof sample>>;
