import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { empty } from '../../types/empty.ts';

/** Charge Point to Central System (OCPP 1.6 4.4). Tells how an upload asked for with GetDiagnostics goes. */
export const DiagnosticsStatusNotification = defineMessage({
  action: 'DiagnosticsStatusNotification',
  direction: 'fromChargePoint',
  profile: 'FirmwareManagement',
  section: 'OCPP 1.6 4.4',
  openEnums: ['status'],
  request: () =>
    z.strictObject({
      status: z.enum(['Idle', 'Uploaded', 'UploadFailed', 'Uploading']),
    }),
  confirmation: empty,
});
