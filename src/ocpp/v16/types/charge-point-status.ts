import * as z from 'zod';

import { lazy } from '../../lazy.ts';

/** ChargePointStatus (OCPP 1.6 7.7). */
export const chargePointStatus = lazy(() =>
  z.enum([
    'Available',
    'Preparing',
    'Charging',
    'SuspendedEVSE',
    'SuspendedEV',
    'Finishing',
    'Reserved',
    'Unavailable',
    'Faulted',
  ]),
);
export type ChargePointStatus = z.infer<ReturnType<typeof chargePointStatus>>;
