import { createRoute, z } from '@hono/zod-openapi';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { defineRoute } from '../define-route.ts';
import { ApiError } from '../errors/api-error.ts';
import { errorResponses } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { JobPath, noSuchJob } from './job-path.ts';

const route = createRoute({
  method: 'get',
  path: '/chargers/{chargeBoxId}/jobs/{jobId}/file',
  operationId: 'downloadJobFile',
  tags: ['Jobs'],
  summary: 'Download a file that a charger has uploaded',
  description: 'The newest file of the job, or the one of that name.',
  ...securedBy('read'),
  request: {
    params: JobPath,
    query: z.strictObject({ name: z.string().min(1).max(100).optional() }),
  },
  responses: {
    200: {
      description: 'The file, byte for byte, as an attachment under its name.',
      headers: {
        'X-Request-Id': { description: 'Names this answer.', schema: { type: 'string' as const } },
        'Content-Disposition': { description: 'The name.', schema: { type: 'string' as const } },
      },
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const downloadJobFile = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId, jobId } = c.req.valid('param');
    const { name } = c.req.valid('query');
    const found = await reading(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).jobFile(c.var.caller.accountId, jobId, name),
    );
    if (found === null) throw noSuchCharger(chargeBoxId);
    if (found === 'unknownJob') throw noSuchJob(chargeBoxId, jobId);
    const file = found === 'noFile' ? null : await fromStore(c.env.UPLOADS, found.key);
    if (file === null || found === 'noFile') {
      throw new ApiError(
        'NOT_FOUND',
        name === undefined
          ? 'The charger has uploaded nothing for this job. GET the job to see how it goes.'
          : `This job has no file "${name}". GET the job for the names of its files.`,
      );
    }
    // What a charger sends is shown by no browser as a page of ours; its name is made of safe characters.
    return c.body(file.body, 200, {
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(file.size),
      'Content-Disposition': `attachment; filename="${found.name}"`,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, no-store',
    });
  },
});

async function fromStore(bucket: R2Bucket, key: string): Promise<R2ObjectBody | null> {
  try {
    return await bucket.get(key);
  } catch (error) {
    throw new ApiError(
      'SERVICE_UNAVAILABLE',
      'The store of uploaded files is not reachable. Send the request again later.',
      { retryAfterSeconds: 10, cause: error },
    );
  }
}
