import { z } from '@hono/zod-openapi';

/** How many items a list gives where the request does not say, and at most. */
const USUAL_ITEMS = 50;
const MOST_ITEMS = 200;

/** The query parameter `limit` of a list. */
export function limitParameter({
  usual = USUAL_ITEMS,
  most = MOST_ITEMS,
  description = 'How many items there are at most.',
}: {
  usual?: number;
  most?: number;
  description?: string;
} = {}) {
  return (
    z.coerce
      .number()
      .int()
      .min(1)
      .max(most)
      .default(usual)
      .describe(description)
      // What is coerced would be shown as nullable, and a type that is given hides the rest.
      .openapi({ type: 'integer', minimum: 1, maximum: most, default: usual })
  );
}
