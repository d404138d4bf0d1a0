import { createRoute, z } from '@hono/zod-openapi';
import { toIsoTime } from '../../lib/time.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { chargerDrift } from './charger-drift.ts';

const From = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('charger') }),
    z.strictObject({ kind: z.literal('label'), label: z.string() }),
  ])
  .describe('Whose wish it is. The charger’s own counts before those of its labels.');

const Drift = z
  .strictObject({
    chargeBoxId: z.string(),
    differing: z
      .array(
        z.strictObject({
          key: z.string(),
          desired: z.string(),
          from: From,
          value: z.string().describe('What the charger last said.'),
          since: z.iso.datetime().describe('Since when the two have differed, as far as is known.'),
          pendingReboot: z.boolean().describe('A change of it counts after the next restart.'),
        }),
      )
      .describe('Keys that are not as they should be.'),
    unknown: z
      .array(
        z.strictObject({
          key: z.string(),
          desired: z.string(),
          from: From,
          reason: z
            .enum(['notRead', 'withoutValue', 'unknownToCharger'])
            .describe('Never read; told without a value; or the charger said that it has no such key.'),
        }),
      )
      .describe('Keys of which nobody knows how they are.'),
    conflicts: z
      .array(
        z.strictObject({
          key: z.string(),
          wanted: z.array(z.strictObject({ label: z.string(), value: z.string() })),
        }),
      )
      .describe('Keys for which labels want different values; the first counts.'),
    matching: z.int().describe('How many keys are as they should be.'),
  })
  .openapi('ConfigurationDrift');

const route = createRoute({
  method: 'get',
  path: '/chargers/{chargeBoxId}/configuration/drift',
  operationId: 'readConfigurationDrift',
  tags: ['Configuration'],
  summary: 'What differs from the desired configuration',
  description:
    'Compares what the charger last told with what is wanted of it and of its labels. Nothing is sent.',
  ...securedBy('read'),
  request: { params: ChargerPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('What differs, and what is not known.', Drift, {
      chargeBoxId: 'CP-OFFICE-01',
      differing: [
        {
          key: 'MeterValueSampleInterval',
          desired: '60',
          from: { kind: 'label', label: 'office' },
          value: '300',
          since: '2025-01-15T10:34:58.220Z',
          pendingReboot: false,
        },
      ],
      unknown: [{ key: 'LightIntensity', desired: '50', from: { kind: 'charger' }, reason: 'notRead' }],
      conflicts: [],
      matching: 3,
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const readConfigurationDrift = defineRoute({
  route,
  handler: async (c) => {
    const { differing, ...rest } = await chargerDrift(c, c.req.valid('param').chargeBoxId);
    return c.json(
      { ...rest, differing: differing.map((key) => ({ ...key, since: toIsoTime(key.since) })) },
      200,
    );
  },
});
