import { z } from '@hono/zod-openapi';
import { ChargerPath } from '../chargers/charger-path.ts';

/** The path parameters of a connector's routes. */
export const ConnectorPath = ChargerPath.extend({
  connectorId: z.coerce
    .number()
    .int()
    .min(0)
    .describe('Connectors are numbered from 1; 0 is the charger as a whole.')
    .openapi({ param: { name: 'connectorId', in: 'path' }, type: 'integer', minimum: 0, example: 1 }),
});
