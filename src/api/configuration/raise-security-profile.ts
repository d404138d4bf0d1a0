import { z } from '@hono/zod-openapi';
import { ChangeConfiguration } from '../../ocpp/v16/messages/core/change-configuration.ts';
import { defineCommandRoute } from '../commands/define-command-route.ts';

export const raiseSecurityProfile = defineCommandRoute(ChangeConfiguration, {
  path: 'security-profile',
  operationId: 'raiseSecurityProfile',
  summary: 'Raise the security profile of a charger',
  description:
    'Sets the key SecurityProfile (security white paper A05). Accepted: both profiles are let in until the charger has logged in with the higher one, from then on only that. It takes a restart, which is up to you: POST …/reset. Over OCPP a profile only rises: an equal or lower one is 409. Profiles 1 and 2 need a password that is known here.',
  body: z.object({
    securityProfile: z
      .int()
      .min(0)
      .max(3)
      .describe('1 password, 2 password over TLS, 3 client certificate; higher than the present one.'),
  }),
  example: { securityProfile: 2 },
  answer: { status: 'Accepted' },
  toCommand: ({ securityProfile }) => ({
    action: 'ChangeConfiguration',
    payload: { key: 'SecurityProfile', value: String(securityProfile) },
  }),
});
