import { z } from '@hono/zod-openapi';

/** The answer to a registration. */
export const RegisteredCharger = z
  .strictObject({
    chargeBoxId: z.string(),
    name: z.string().nullable(),
    location: z.string().nullable(),
    status: z.literal('offline'),
    connectionUrl: z.string().describe('Configure this on the charger.'),
    instructions: z.strictObject({
      message: z.string(),
      url: z.string(),
      protocol: z.string(),
    }),
    id: z.string().describe('Its id in this system; a charger deleted and registered again is another one.'),
    isOnline: z.boolean(),
    securityProfile: z.int(),
    registeredAt: z.iso.datetime(),
    password: z.string().optional().describe('The generated password as 40 hex digits; shown this once.'),
  })
  .openapi('RegisteredCharger');
