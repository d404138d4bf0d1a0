import type { MiddlewareHandler } from 'hono';
import { type Env, Settings } from '../env.ts';
import { failure, type Result, success } from '../lib/result.ts';
import type { ApiEnv } from './api-env.ts';
import { ApiError } from './errors/api-error.ts';

const parsed = new WeakMap<Env, Result<Settings, string>>();

/** The settings of this instance, parsed once; or what is missing and how to set it. */
function settingsOf(env: Env): Result<Settings, string> {
  const known = parsed.get(env);
  if (known !== undefined) return known;
  const { data, error } = Settings.safeParse(env);
  const result = error === undefined ? success(data) : failure(error.issues.map(sentenceOf).join('; '));
  parsed.set(env, result);
  return result;
}

/** Without its secrets no route can work: each says so, and the chargers' endpoint goes on. */
export const requireSettings: MiddlewareHandler<ApiEnv> = async (context, next) => {
  const settings = settingsOf(context.env);
  if (!settings.ok) {
    throw new ApiError(
      'SERVICE_UNAVAILABLE',
      `This instance is not fully set up: ${settings.error}. Its operator has to set it; chargers go on working.`,
    );
  }
  context.set('settings', settings.value);
  await next();
};

function sentenceOf(issue: { path: PropertyKey[]; message: string }): string {
  const name = String(issue.path[0]);
  return issue.message.startsWith(name) ? issue.message : `${name}: ${issue.message}`;
}
