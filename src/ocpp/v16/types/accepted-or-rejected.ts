import * as z from 'zod';

import { lazy } from '../../lazy.ts';

/** The answer of many messages: the Charge Point will do it, or it will not. */
export const acceptedOrRejected = lazy(() => z.enum(['Accepted', 'Rejected']));
export type AcceptedOrRejected = z.infer<ReturnType<typeof acceptedOrRejected>>;
