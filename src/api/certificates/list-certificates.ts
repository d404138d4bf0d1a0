import { createRoute, z } from '@hono/zod-openapi';
import type { InstalledCertificateBody } from '../../contracts/certificate-rpc.ts';
import { GetInstalledCertificateIds } from '../../ocpp/v16/messages/security/get-installed-certificate-ids.ts';
import { certificateUse } from '../../ocpp/v16/types/certificate-use.ts';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { TimeoutSeconds } from '../commands/command-answer.ts';
import { sendCommand } from '../commands/send-command.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { INSTALLED_EXAMPLE, InstalledCertificate } from './installed-certificate.ts';

const { action } = GetInstalledCertificateIds;
const TYPES = certificateUse().options;

const Query = z.strictObject({
  certificateType: z.enum(TYPES).optional().describe('Only of this type; without it both are asked for.'),
  source: z
    .enum(['charger', 'memory'])
    .default('charger')
    .describe('memory: sends nothing and gives what the charger told last, and what it has taken since.'),
  timeoutSeconds: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .pipe(TimeoutSeconds)
    .optional()
    .openapi({ type: 'integer', minimum: 1, maximum: 120 }),
});

const Body = z
  .strictObject({
    chargeBoxId: z.string(),
    certificates: z.array(InstalledCertificate),
    answers: z
      .array(
        z.strictObject({
          certificateType: z.enum(TYPES),
          status: z.string().describe('The charger’s word; NotFound: it has none of this type.'),
          commandId: z.string(),
          error: z.strictObject({ code: z.string(), description: z.string() }).optional(),
        }),
      )
      .describe('What the charger said to each question.'),
  })
  .openapi('InstalledCertificateList');

const route = createRoute({
  method: 'get',
  path: '/chargers/{chargeBoxId}/certificates',
  operationId: 'listCertificates',
  tags: ['Certificates'],
  summary: 'List the root certificates in a charger',
  description: `Asks the charger with ${action} (${GetInstalledCertificateIds.section}), once for each type, and waits for its answers. Where it gives none that can be read, what it told last is shown, with readAt.`,
  ...securedBy('operate'),
  request: { params: ChargerPath, query: Query },
  responses: {
    200: jsonResponse('They.', Body, {
      chargeBoxId: 'CP-OFFICE-01',
      certificates: [INSTALLED_EXAMPLE],
      answers: [
        {
          certificateType: 'CentralSystemRootCertificate',
          status: 'Accepted',
          commandId: 'cmd_01946791c2d87f0e9a1b3c5d7e9f1a2b',
        },
        {
          certificateType: 'ManufacturerRootCertificate',
          status: 'NotFound',
          commandId: 'cmd_01946791c2d97f0e9a1b3c5d7e9f1a2c',
        },
      ],
    }),
    ...errorResponses(
      'VALIDATION_ERROR',
      'UNAUTHORIZED',
      'FORBIDDEN',
      'NOT_FOUND',
      'CONFLICT',
      'SERVICE_UNAVAILABLE',
      'TIMEOUT',
    ),
  },
  'x-ocpp-action': action,
});

export const listCertificates = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const { certificateType, source, timeoutSeconds } = c.req.valid('query');
    const types = certificateType === undefined ? TYPES : [certificateType];
    const answers: z.infer<typeof Body>['answers'] = [];
    for (const type of source === 'charger' ? types : []) {
      const { status, commandId, error } = await sendCommand(c, chargeBoxId, {
        action,
        payload: { certificateType: type },
        ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
      });
      answers.push({
        certificateType: type,
        status,
        commandId,
        ...(error === undefined ? {} : { error }),
      });
    }
    const known = await reading<InstalledCertificateBody[] | null>(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).installedCertificates(c.var.caller.accountId),
    );
    if (known === null) throw noSuchCharger(chargeBoxId);
    const wanted = new Set<string>(types);
    const certificates = known.filter((certificate) => wanted.has(certificate.certificateType));
    return c.json({ chargeBoxId, certificates, answers }, 200);
  },
});
