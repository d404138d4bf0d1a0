import { createRoute, z } from '@hono/zod-openapi';
import type { JobBody } from '../../contracts/job-rpc.ts';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { Job, JOB_EXAMPLE } from './job.ts';

const Body = z.strictObject({ chargeBoxId: z.string(), jobs: z.array(Job) }).openapi('JobList');

const route = createRoute({
  method: 'get',
  path: '/chargers/{chargeBoxId}/jobs',
  operationId: 'listJobs',
  tags: ['Jobs'],
  summary: 'List the firmware, diagnostics and log jobs of a charger',
  description: 'The latest ones, newest first; those that raw commands began too.',
  ...securedBy('read'),
  request: {
    params: ChargerPath,
    query: z.strictObject({
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(200)
        .default(50)
        .openapi({ type: 'integer', minimum: 1, maximum: 200, default: 50 }),
    }),
  },
  responses: {
    200: jsonResponse('They.', Body, { chargeBoxId: 'CP-OFFICE-01', jobs: [JOB_EXAMPLE] }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const listJobs = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const { limit } = c.req.valid('query');
    const jobs = await reading<JobBody[] | null>(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).jobs(c.var.caller.accountId, { limit }),
    );
    if (jobs === null) throw noSuchCharger(chargeBoxId);
    return c.json({ chargeBoxId, jobs }, 200);
  },
});
