import * as z from 'zod';

import { lazy } from '../../../lazy.ts';
import { defineMessage } from '../../../message.ts';
import { text } from '../../types/text.ts';

/** KeyValue (OCPP 1.6 7.29): a key that the Charge Point knows. */
export const configurationKey = lazy(() =>
  z.strictObject({
    key: text(50),
    readonly: z.boolean(),
    value: text(500).optional(),
  }),
);
export type ConfigurationKey = z.infer<ReturnType<typeof configurationKey>>;

/** Central System to Charge Point (OCPP 1.6 5.8). Reads configuration keys; without a list all of them. */
export const GetConfiguration = defineMessage({
  action: 'GetConfiguration',
  direction: 'fromCentralSystem',
  profile: 'Core',
  section: 'OCPP 1.6 5.8',
  request: () =>
    z.strictObject({
      key: z.array(text(50)).optional(),
    }),
  confirmation: () =>
    z.strictObject({
      configurationKey: z.array(configurationKey()).optional(),
      unknownKey: z.array(text(50)).optional(),
    }),
});
