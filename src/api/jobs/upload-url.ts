import type { Context } from 'hono';
import type { ApiEnv } from '../api-env.ts';
import { chargerObject } from '../charger-object.ts';
import { ApiError } from '../errors/api-error.ts';
import { makeUploadToken } from '../uploads/upload-token.ts';

/**
 * Where the charger may hand in the files of a job: at the scheme and host of this very request, as the URL that it
 * dials. It ends in a slash, since chargers put a file's name behind it.
 */
export async function uploadUrl(c: Context<ApiEnv>, chargeBoxId: string, jobId: string): Promise<string> {
  const [key] = c.var.settings.DIGEST_KEYS;
  if (key === undefined) {
    throw new ApiError(
      'SERVICE_UNAVAILABLE',
      'This instance has no key in DIGEST_KEYS; its operator has to set one.',
    );
  }
  const objectId = chargerObject(c.env.CHARGER, chargeBoxId).id.toString();
  const token = await makeUploadToken({ objectId, jobId }, key);
  return `${new URL(c.req.url).origin}/uploads/${token}/`;
}
