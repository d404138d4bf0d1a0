import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { integer } from '../../types/integer.ts';

/**
 * Central System to Charge Point (OCPP 1.6 5.17). Asks for a message that the Charge Point would send by
 * itself.
 */
export const TriggerMessage = defineMessage({
  action: 'TriggerMessage',
  direction: 'fromCentralSystem',
  profile: 'RemoteTrigger',
  section: 'OCPP 1.6 5.17',
  request: () =>
    z.strictObject({
      requestedMessage: z.enum([
        'BootNotification',
        'DiagnosticsStatusNotification',
        'FirmwareStatusNotification',
        'Heartbeat',
        'MeterValues',
        'StatusNotification',
      ]),
      connectorId: integer().optional(),
    }),
  confirmation: () =>
    z.strictObject({
      status: z.enum(['Accepted', 'Rejected', 'NotImplemented']),
    }),
});
