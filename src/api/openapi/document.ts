import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnv } from '../api-env.ts';
import { documentIdempotency } from './document-idempotency.ts';

/** The OpenAPI document of the app, made from the schemas that its routes parse with. Throws only on a schema it cannot show. */
export function openApiDocument(app: OpenAPIHono<ApiEnv>) {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Capacitor',
      version: '1.0.0',
      description:
        'A headless OCPP 1.6J Central System. Chargers connect over WebSocket to /ocpp/{chargeBoxId}; this API registers, watches and drives them. Times are ISO 8601 in UTC, energy is in kWh, meters are in Wh.',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [{ url: '/', description: 'This instance' }],
    tags: [
      { name: 'Chargers', description: 'Register chargers and see how they are.' },
      { name: 'Connectors', description: 'The plugs of a charger, numbered from 1.' },
      { name: 'Transactions', description: 'Charging sessions: start, stop, look.' },
      { name: 'Commands', description: 'Everything OCPP lets you ask of a charger.' },
      { name: 'Smart charging', description: 'How much power a charger and its connectors may give.' },
      { name: 'Bulk commands', description: 'One command for many chargers.' },
      { name: 'Local list', description: 'Whom a charger lets in by itself while it is offline.' },
      { name: 'Reservations', description: 'Connectors kept for somebody.' },
      { name: 'Jobs', description: 'Firmware updates, and diagnostics and logs that chargers upload.' },
      {
        name: 'Certificates',
        description: 'Whom chargers trust, who they are, and what they report of their security.',
      },
      { name: 'Authorization', description: 'Who may charge.' },
      { name: 'API keys', description: 'The keys of an account.' },
      { name: 'Accounts', description: 'For the operator of the instance.' },
      { name: 'Service', description: 'The instance itself.' },
    ],
  });
  return documentIdempotency(document);
}

/** How requests prove who they are. */
export function registerSecuritySchemes(app: OpenAPIHono<ApiEnv>): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
    description: 'An API key of the account: cap_live_… or cap_test_….',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'The same API key as Authorization: Bearer.',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'adminToken', {
    type: 'http',
    scheme: 'bearer',
    description: 'The admin token of the instance.',
  });
}
