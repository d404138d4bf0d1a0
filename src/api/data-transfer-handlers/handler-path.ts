import { z } from '@hono/zod-openapi';
import { ApiError } from '../errors/api-error.ts';

/** The vendor that a path names. */
export const HandlerPath = z.object({
  vendorId: z
    .string()
    .min(1)
    .max(255)
    .describe('The vendor, in any spelling of its case; percent-encoded.')
    .openapi({ param: { name: 'vendorId', in: 'path' }, example: 'com.example' }),
});

export function noSuchHandler(vendorId: string): ApiError {
  return new ApiError(
    'NOT_FOUND',
    `There is no data transfer handler for "${vendorId}" in your account. GET /api/v1/data-transfer-handlers lists them; POST adds one.`,
  );
}
