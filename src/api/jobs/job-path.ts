import { z } from '@hono/zod-openapi';
import { ChargerPath } from '../chargers/charger-path.ts';
import { ApiError } from '../errors/api-error.ts';
import { JOB_EXAMPLE } from './job.ts';

/** The job of a charger that a path names. */
export const JobPath = ChargerPath.extend({
  jobId: z
    .string()
    .min(1)
    .max(100)
    .openapi({ param: { name: 'jobId', in: 'path' }, example: JOB_EXAMPLE.jobId }),
});

export function noSuchJob(chargeBoxId: string, jobId: string): ApiError {
  return new ApiError(
    'NOT_FOUND',
    `"${chargeBoxId}" has no job "${jobId}". GET /api/v1/chargers/${encodeURIComponent(chargeBoxId)}/jobs lists its jobs.`,
  );
}
