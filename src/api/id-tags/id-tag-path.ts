import { z } from '@hono/zod-openapi';

/** The tag that a path names. */
export const IdTagPath = z.object({
  idTag: z
    .string()
    .min(1)
    .max(255)
    .describe('The tag, in any spelling of its case; percent-encoded. One that is called unknown: UNKNOWN.')
    .openapi({ param: { name: 'idTag', in: 'path' }, example: 'USER-001' }),
});
