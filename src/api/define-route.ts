import type { RouteConfig, RouteHandler } from '@hono/zod-openapi';
import type { ApiEnv } from './api-env.ts';

/** A route: its contract, and the handler that the contract types. */
export function defineRoute<Route extends RouteConfig>(definition: {
  route: Route;
  handler: RouteHandler<Route, ApiEnv>;
}) {
  return definition;
}
