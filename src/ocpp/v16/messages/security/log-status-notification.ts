import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { empty } from '../../types/empty.ts';
import { integer } from '../../types/integer.ts';

/**
 * Charge Point to Central System (OCPP 1.6 security white paper N01). Tells how an upload asked for with
 * GetLog goes.
 */
export const LogStatusNotification = defineMessage({
  action: 'LogStatusNotification',
  direction: 'fromChargePoint',
  profile: 'Security',
  section: 'OCPP 1.6 security white paper N01',
  openEnums: ['status'],
  request: () =>
    z.strictObject({
      status: z.enum([
        'BadMessage',
        'Idle',
        'NotSupportedOperation',
        'PermissionDenied',
        'Uploaded',
        'UploadFailure',
        'Uploading',
      ]),
      requestId: integer().optional(),
    }),
  confirmation: empty,
});
