import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnv } from '../api-env.ts';
import { errorResponses } from './responses.ts';

const HEADER = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description:
    'Any text of yours that is new for each request. The same request under the same key acts once: for 24 hours it gets the first answer, with the header Idempotency-Replayed and without the secrets that are shown once. Another request under it is 409. A request that was refused, or never sent to its charger, leaves its key free.',
  schema: { type: 'string' as const, minLength: 1, maxLength: 255 },
};

type OpenApiDocument = ReturnType<OpenAPIHono<ApiEnv>['getOpenAPI31Document']>;

/** Every POST takes the header, and may answer 409 because of it. */
export function documentIdempotency(document: OpenApiDocument): OpenApiDocument {
  const responses = errorResponses('CONFLICT');
  const conflict = Object.entries(responses).filter(([status]) => status === '409');
  for (const { post } of Object.values(document.paths ?? {})) {
    if (post === undefined) continue;
    post.parameters = [...(post.parameters ?? []), HEADER];
    post.responses = { ...Object.fromEntries(conflict), ...post.responses };
  }
  return document;
}
