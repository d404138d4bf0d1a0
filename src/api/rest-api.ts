import type { Env } from '../env.ts';
import type { createApp as CreateApp } from './app.ts';
import { drainBody } from './drain-body.ts';

let app: ReturnType<typeof CreateApp> | undefined;

/**
 * Answers a request to the REST API. The app is made at the first one: its schemas are two thirds of what starting the
 * worker would cost, and most isolates are started by chargers.
 */
export async function handleRest(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
  if (app === undefined) {
    const { createApp } = await import('./app.ts');
    app ??= createApp();
  }
  const response = await app.fetch(request, env, context);
  await drainBody(request);
  return response;
}
