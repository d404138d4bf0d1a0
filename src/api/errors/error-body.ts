import { z } from '@hono/zod-openapi';
import type { ApiError } from './api-error.ts';
import { ERROR_CODES } from './error-code.ts';

/** The one shape of every error answer. */
export const ErrorBody = z
  .strictObject({
    success: z.literal(false),
    error: z.strictObject({
      code: z.enum(ERROR_CODES).describe('For programs: a closed list.'),
      message: z.string().describe('For people: what is wrong, and what to do next.'),
      requestId: z
        .string()
        .describe('Also in the header X-Request-Id. Name it when you ask about this answer.'),
      details: z
        .union([z.array(z.record(z.string(), z.unknown())), z.record(z.string(), z.unknown())])
        .optional()
        .describe('What is wrong with which field, or facts that belong to the code.'),
    }),
  })
  .openapi('Error');
export type ErrorBody = z.infer<typeof ErrorBody>;

export function errorBody(error: ApiError, requestId: string) {
  return {
    success: false as const,
    error: {
      code: error.code,
      message: error.message,
      requestId,
      ...(error.details === undefined ? {} : { details: error.details }),
    },
  };
}
