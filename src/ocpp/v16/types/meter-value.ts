import * as z from 'zod';

import { lazy } from '../../lazy.ts';
import type { IncomingElement } from '../../message.ts';
import { dateTime } from './date-time.ts';
import { sampledValue } from './sampled-value.ts';

/** MeterValue (OCPP 1.6 7.33): what was read at one time. The official schema lets `sampledValue` be empty. */
export const meterValue = lazy(() =>
  z.strictObject({
    timestamp: dateTime(),
    sampledValue: z.array(sampledValue()),
  }),
);
export type MeterValue = z.infer<ReturnType<typeof meterValue>>;

/** A meter value as a handler gets it: null time means the charger's was absent or unreadable. */
export type IncomingMeterValue = IncomingElement<MeterValue>;
