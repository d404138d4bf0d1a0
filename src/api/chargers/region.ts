import { z } from '@hono/zod-openapi';

/** Where a charger's object is made: a Cloudflare location hint. It never moves afterwards. */
export const Region = z
  .enum(['wnam', 'enam', 'sam', 'weur', 'eeur', 'apac', 'apac-ne', 'apac-se', 'oc', 'afr', 'me'])
  .describe(
    'Part of the world to keep this charger in; it never moves. Default: near where this request comes from.',
  );
