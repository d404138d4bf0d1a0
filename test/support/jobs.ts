import * as z from 'zod';
import type { RestClient } from './rest-client.ts';

/** A job as REST shows it. */
export const ShownJob = z.looseObject({
  jobId: z.string(),
  kind: z.string(),
  state: z.string(),
  result: z.string().nullable(),
  failure: z.string().nullable(),
  stalled: z.boolean(),
  requestId: z.int().nullable(),
  location: z.string(),
  commandId: z.string(),
  updatedAt: z.string(),
  history: z.array(z.looseObject({ status: z.string() })),
  file: z.looseObject({ name: z.string(), size: z.int() }).nullable(),
});
export type ShownJob = z.infer<typeof ShownJob>;

const Begun = z.looseObject({ jobId: z.string(), status: z.string(), commandId: z.string() });

interface Charger {
  account: RestClient;
  chargeBoxId: string;
}

/** Begins a job over REST and gives its id; throws unless the charger answered. */
export async function beginJob(
  { account, chargeBoxId }: Charger,
  path: string,
  body: Record<string, unknown> = {},
): Promise<string> {
  const answer = await account.post(`/chargers/${chargeBoxId}/${path}`, body);
  if (answer.status !== 200)
    throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return Begun.parse(answer.body).jobId;
}

/** A job of the charger. */
export async function readJob({ account, chargeBoxId }: Charger, jobId: string): Promise<ShownJob> {
  return ShownJob.parse((await account.get(`/chargers/${chargeBoxId}/jobs/${jobId}`)).body);
}

/** All jobs of the charger, the newest first. */
export async function listJobs({ account, chargeBoxId }: Charger): Promise<ShownJob[]> {
  const { body } = await account.get(`/chargers/${chargeBoxId}/jobs`);
  return z.object({ jobs: z.array(ShownJob) }).parse(body).jobs;
}
