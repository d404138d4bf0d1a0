import * as z from 'zod';

import { lazy } from '../../../lazy.ts';
import { defineMessage } from '../../../message.ts';
import { dateTime } from '../../types/date-time.ts';
import { integer } from '../../types/integer.ts';
import { text } from '../../types/text.ts';

/** LogParametersType (OCPP 1.6 security white paper 5): where to, and which part of the log. */
const logParameters = lazy(() =>
  z.strictObject({
    remoteLocation: text(512),
    oldestTimestamp: dateTime().optional(),
    latestTimestamp: dateTime().optional(),
  }),
);

/**
 * Central System to Charge Point (OCPP 1.6 security white paper N01). Asks for an upload of the diagnostics
 * or the security log.
 */
export const GetLog = defineMessage({
  action: 'GetLog',
  direction: 'fromCentralSystem',
  profile: 'Security',
  section: 'OCPP 1.6 security white paper N01',
  request: () =>
    z.strictObject({
      log: logParameters(),
      logType: z.enum(['DiagnosticsLog', 'SecurityLog']),
      requestId: integer(),
      retries: integer().optional(),
      retryInterval: integer().optional(),
    }),
  confirmation: () =>
    z.strictObject({
      status: z.enum(['Accepted', 'Rejected', 'AcceptedCanceled']),
      filename: text(255).optional(),
    }),
});
