import { createRoute, z } from '@hono/zod-openapi';
import type { JobBody } from '../../contracts/job-rpc.ts';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { Job, JOB_EXAMPLE } from './job.ts';
import { JobPath, noSuchJob } from './job-path.ts';

const route = createRoute({
  method: 'get',
  path: '/chargers/{chargeBoxId}/jobs/{jobId}',
  operationId: 'readJob',
  tags: ['Jobs'],
  summary: 'Read a job',
  description:
    'How a firmware update or an upload goes, by what the charger says, and the files that came of it.',
  ...securedBy('read'),
  request: { params: JobPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('The job.', Job, JOB_EXAMPLE),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const readJob = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId, jobId } = c.req.valid('param');
    const jobs = await reading<JobBody[] | null>(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).jobs(c.var.caller.accountId, { jobId, limit: 1 }),
    );
    if (jobs === null) throw noSuchCharger(chargeBoxId);
    const [job] = jobs;
    if (job === undefined) throw noSuchJob(chargeBoxId, jobId);
    return c.json(job, 200);
  },
});
