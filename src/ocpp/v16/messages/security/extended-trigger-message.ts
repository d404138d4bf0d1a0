import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { integer } from '../../types/integer.ts';

/**
 * Central System to Charge Point (OCPP 1.6 security white paper F06). Asks for a message as TriggerMessage
 * does, those of the white paper among them.
 */
export const ExtendedTriggerMessage = defineMessage({
  action: 'ExtendedTriggerMessage',
  direction: 'fromCentralSystem',
  profile: 'Security',
  section: 'OCPP 1.6 security white paper F06',
  request: () =>
    z.strictObject({
      requestedMessage: z.enum([
        'BootNotification',
        'LogStatusNotification',
        'FirmwareStatusNotification',
        'Heartbeat',
        'MeterValues',
        'SignChargePointCertificate',
        'StatusNotification',
      ]),
      connectorId: integer().optional(),
    }),
  confirmation: () =>
    z.strictObject({
      status: z.enum(['Accepted', 'Rejected', 'NotImplemented']),
    }),
});
