import { createRoute, z } from '@hono/zod-openapi';
import { ChargerPath } from '../chargers/charger-path.ts';
import { TimeoutSeconds } from '../commands/command-answer.ts';
import { defineRoute } from '../define-route.ts';
import { ACTION_ERRORS, errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { applyWishes } from './apply-wishes.ts';
import { chargerDrift } from './charger-drift.ts';

const Body = z
  .strictObject({
    includeUnknown: z.boolean().optional().describe('Also send the keys of which nobody knows how they are.'),
    timeoutSeconds: TimeoutSeconds.optional(),
  })
  .openapi('ApplyConfiguration');

const Applied = z
  .strictObject({
    chargeBoxId: z.string(),
    results: z.array(
      z.strictObject({
        key: z.string(),
        value: z.string(),
        status: z
          .string()
          .describe(
            'The charger’s own word: Accepted, RebootRequired, Rejected, NotSupported; CallError or InvalidAnswer; TimedOut or ConnectionLost when it did not answer, and NotSent from there on; Refused where the standard forbids it.',
          ),
        commandId: z.string().nullable(),
        reason: z.string().nullable().describe('What the charger, or the rule, says of a failure.'),
      }),
    ),
  })
  .openapi('AppliedConfiguration');

const route = createRoute({
  method: 'post',
  path: '/chargers/{chargeBoxId}/configuration/apply',
  operationId: 'applyConfiguration',
  tags: ['Configuration'],
  summary: 'Set a charger to its desired configuration',
  description:
    'Sends ChangeConfiguration (OCPP 1.6 5.3) for each key of the drift, one after the other, and waits for each answer. It stops when the charger does not answer. This is the only way in which the desired configuration reaches a charger.',
  ...securedBy('operate'),
  'x-ocpp-action': 'ChangeConfiguration',
  request: { params: ChargerPath, body: jsonBody(Body, { includeUnknown: false }, false) },
  responses: {
    200: jsonResponse('What the charger said to each key; none where nothing differs.', Applied, {
      chargeBoxId: 'CP-OFFICE-01',
      results: [
        {
          key: 'MeterValueSampleInterval',
          value: '60',
          status: 'Accepted',
          commandId: 'cmd_01946791c2d87f0e9a1b3c5d7e9f1a2b',
          reason: null,
        },
      ],
    }),
    ...errorResponses(...ACTION_ERRORS, 'TIMEOUT'),
  },
});

export const applyConfiguration = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const { includeUnknown = false, timeoutSeconds } = c.req.valid('json');
    const drift = await chargerDrift(c, chargeBoxId);
    const wishes = [...drift.differing, ...(includeUnknown ? drift.unknown : [])];
    const results = await applyWishes(c, chargeBoxId, wishes, timeoutSeconds);
    return c.json({ chargeBoxId: drift.chargeBoxId, results }, 200);
  },
});
