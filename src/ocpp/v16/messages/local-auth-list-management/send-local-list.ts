import * as z from 'zod';

import { lazy } from '../../../lazy.ts';
import { defineMessage } from '../../../message.ts';
import { idTagInfo } from '../../types/id-tag-info.ts';
import { idToken } from '../../types/id-token.ts';
import { integer } from '../../types/integer.ts';

/** AuthorizationData (OCPP 1.6 7.1): one entry of the list. */
export const authorizationData = lazy(() =>
  z.strictObject({
    idTag: idToken(),
    idTagInfo: idTagInfo().optional(),
  }),
);
export type AuthorizationData = z.infer<ReturnType<typeof authorizationData>>;

/**
 * Central System to Charge Point (OCPP 1.6 5.15). Replaces the local list or changes it; in a change an
 * entry without `idTagInfo` is removed.
 */
export const SendLocalList = defineMessage({
  action: 'SendLocalList',
  direction: 'fromCentralSystem',
  profile: 'LocalAuthListManagement',
  section: 'OCPP 1.6 5.15',
  request: () =>
    z.strictObject({
      listVersion: integer(),
      localAuthorizationList: z.array(authorizationData()).optional(),
      updateType: z.enum(['Differential', 'Full']),
    }),
  confirmation: () =>
    z.strictObject({
      status: z.enum(['Accepted', 'Failed', 'NotSupported', 'VersionMismatch']),
    }),
});
