import { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnv } from './api-env.ts';
import { referencePage } from './docs/reference-page.ts';
import { failedValidation } from './errors/failed-validation.ts';
import { handleError, handleNotFound } from './errors/handle-error.ts';
import { readHealth } from './health/read-health.ts';
import { limitBody, readEmptyBody } from './limit-body.ts';
import { openApiDocument, registerSecuritySchemes } from './openapi/document.ts';
import { nameRequest } from './request-id.ts';
import { ROUTES } from './routes.ts';
import { requireSettings } from './settings.ts';

const BASE_PATH = '/api/v1';

/** The REST API: every route under `/api/v1`, and `/health`, `/openapi.json` and `/docs` at the root. */
export function createApp(): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (!result.success) throw failedValidation(result.error, result.target);
    },
  });
  app.onError(handleError);
  app.notFound(handleNotFound);
  app.use(nameRequest);
  app.use('/health', requireSettings);
  app.use(`${BASE_PATH}/*`, requireSettings, limitBody, readEmptyBody);
  registerSecuritySchemes(app);

  const api = new OpenAPIHono<ApiEnv>();
  api.openapiRoutes(ROUTES);
  app.route(BASE_PATH, api);
  app.openapiRoutes([readHealth]);

  let document: object | undefined;
  app.get('/openapi.json', (c) => {
    document ??= openApiDocument(app);
    return c.json(document);
  });
  app.get('/docs', (c) => {
    c.header('Content-Security-Policy', referencePage.contentSecurityPolicy);
    return c.html(referencePage.html);
  });
  return app;
}
