import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { empty } from '../../types/empty.ts';
import { integer } from '../../types/integer.ts';

/**
 * Charge Point to Central System (OCPP 1.6 security white paper L01). Tells how an update asked for with
 * SignedUpdateFirmware goes.
 */
export const SignedFirmwareStatusNotification = defineMessage({
  action: 'SignedFirmwareStatusNotification',
  direction: 'fromChargePoint',
  profile: 'Security',
  section: 'OCPP 1.6 security white paper L01',
  openEnums: ['status'],
  request: () =>
    z.strictObject({
      status: z.enum([
        'Downloaded',
        'DownloadFailed',
        'Downloading',
        'DownloadScheduled',
        'DownloadPaused',
        'Idle',
        'InstallationFailed',
        'Installing',
        'Installed',
        'InstallRebooting',
        'InstallScheduled',
        'InstallVerificationFailed',
        'InvalidSignature',
        'SignatureVerified',
      ]),
      requestId: integer().optional(),
    }),
  confirmation: empty,
});
