import * as z from 'zod';

import { lazy } from '../../lazy.ts';
import { dateTime } from './date-time.ts';
import { idToken } from './id-token.ts';

/** AuthorizationStatus (OCPP 1.6 7.2). */
export const authorizationStatus = lazy(() =>
  z.enum(['Accepted', 'Blocked', 'Expired', 'Invalid', 'ConcurrentTx']),
);
export type AuthorizationStatus = z.infer<ReturnType<typeof authorizationStatus>>;

/**
 * IdTagInfo (OCPP 1.6 7.27). `expiryDate` is the moment the tag leaves the Charge Point's authorization cache;
 * `parentIdTag` names the group.
 */
export const idTagInfo = lazy(() =>
  z.strictObject({
    expiryDate: dateTime().optional(),
    parentIdTag: idToken().optional(),
    status: authorizationStatus(),
  }),
);
export type IdTagInfo = z.infer<ReturnType<typeof idTagInfo>>;
