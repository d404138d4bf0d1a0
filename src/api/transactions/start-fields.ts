import { z } from '@hono/zod-openapi';
import { chargingProfile } from '../../ocpp/v16/types/charging-profile.ts';

/** Who charges when nobody is named. */
const DEFAULT_ID_TAG = 'CAPACITOR';

/** What a remote start may name (OCPP 1.6 5.11). */
export const START_FIELDS = {
  connectorId: z
    .int()
    .min(1)
    .optional()
    .describe('Which connector; without it the only one, or the charger’s own choice among several.'),
  idTag: z
    .string()
    .min(1)
    .max(20, 'Too long: an idTag has at most 20 characters (OCPP 1.6 IdToken)')
    .default(DEFAULT_ID_TAG)
    .describe('Who charges: an RFID tag or any text of yours. It need not be registered.'),
  chargingProfile: chargingProfile()
    .optional()
    .describe(
      'A TxProfile for this session, in OCPP’s own fields; a charger without smart charging ignores it.',
    ),
};
