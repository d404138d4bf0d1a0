import type { Context, MiddlewareHandler } from 'hono';
import { claimKey, type IdempotentAnswer, keepAnswer, releaseKey } from '../../d1/idempotent-answers.ts';
import { sha256 } from '../../lib/digest.ts';
import type { ApiEnv } from '../api-env.ts';
import { ApiError, invalidField } from '../errors/api-error.ts';
import { withoutSecrets } from './without-secrets.ts';

const KEY = /^[\x21-\x7e]{1,255}$/;

/** No request takes longer: one that has no answer by then was cut off. */
const LONGEST_MS = 180_000;

/**
 * A POST that names an `Idempotency-Key` acts once: the same request under the same key gets the first answer for 24
 * hours. A key whose request did nothing (refused, or never sent to the charger) is free again. One that was cut off
 * stays taken: nobody knows whether it acted.
 *
 * @param ownerOf whose keys they are: those of two owners never meet
 */
export function answerOnce(ownerOf: (context: Context<ApiEnv>) => string): MiddlewareHandler<ApiEnv> {
  return async (context, next) => {
    const idempotencyKey = context.req.header('Idempotency-Key');
    if (context.req.method !== 'POST' || idempotencyKey === undefined) return next();
    if (!KEY.test(idempotencyKey)) {
      throw invalidField(
        'header',
        'Idempotency-Key',
        'invalid_format',
        'must be 1 to 255 visible ASCII characters',
      );
    }
    const db = context.env.DB;
    const key = { accountId: ownerOf(context), idempotencyKey };
    const digest = await digestOf(context);
    const known = await claimKey(db, key, digest, Date.now());
    if (known !== null) return replay(known, digest);
    await next();
    await settle(db, key, context);
    return undefined;
  };
}

/** Path, query and body tell requests apart; all that get here are POSTs of one owner. */
async function digestOf(context: Context<ApiEnv>): Promise<string> {
  const { pathname, search } = new URL(context.req.url);
  return sha256(`${pathname}${search}\n${await context.req.text()}`);
}

function replay(known: IdempotentAnswer, digest: string): Response {
  if (known.digest !== digest) {
    throw new ApiError(
      'CONFLICT',
      'This Idempotency-Key was used for another request in the last 24 hours. Use a new key for a new request.',
    );
  }
  if (known.answer !== null) {
    const { status, body } = known.answer;
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Replayed': 'true' };
    return new Response(body, { status, headers });
  }
  if (Date.now() < known.createdAt + LONGEST_MS) {
    throw new ApiError(
      'CONFLICT',
      'The first request with this Idempotency-Key is still at work. Send it again in a few seconds for its answer.',
      { retryAfterSeconds: 2 },
    );
  }
  throw new ApiError(
    'CONFLICT',
    'The first request with this Idempotency-Key was cut off, and may have acted. Look at what it was to change; then use a new key.',
  );
}

/** The request is over: if its answer cannot be kept, it is given all the same, and its key stays taken. */
async function settle(
  db: D1Database,
  key: { accountId: string; idempotencyKey: string },
  { res, error }: Context<ApiEnv>,
): Promise<void> {
  try {
    if (!hasActed(res.status, error)) return await releaseKey(db, key);
    const body = withoutSecrets(await res.clone().text());
    return await keepAnswer(db, key, { status: res.status, body }, Date.now());
  } catch (failure) {
    console.error({ message: 'The answer to an Idempotency-Key was not kept', error: String(failure) });
  }
}

/** Whether a repeat could act twice: it succeeded, its end is not known, or a command of it went out. */
function hasActed(status: number, error: Error | undefined): boolean {
  if (status < 400 || status === 500 || status === 504) return true;
  return error instanceof ApiError && error.details !== undefined && 'commandId' in error.details;
}
