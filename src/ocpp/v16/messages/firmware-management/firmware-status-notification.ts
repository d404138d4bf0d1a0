import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { empty } from '../../types/empty.ts';

/** Charge Point to Central System (OCPP 1.6 4.5). Tells how an update asked for with UpdateFirmware goes. */
export const FirmwareStatusNotification = defineMessage({
  action: 'FirmwareStatusNotification',
  direction: 'fromChargePoint',
  profile: 'FirmwareManagement',
  section: 'OCPP 1.6 4.5',
  openEnums: ['status'],
  request: () =>
    z.strictObject({
      status: z.enum([
        'Downloaded',
        'DownloadFailed',
        'Downloading',
        'Idle',
        'InstallationFailed',
        'Installed',
        'Installing',
      ]),
    }),
  confirmation: empty,
});
