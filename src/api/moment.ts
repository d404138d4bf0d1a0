import { z } from '@hono/zod-openapi';

/** A time in a query. */
export const Moment = z.iso.datetime({
  offset: true,
  error: 'Must be an ISO 8601 time such as 2025-01-15T10:35:00Z (write + as %2B in a URL)',
});
