import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ApiEnv } from './api-env.ts';
import { ApiError } from './errors/api-error.ts';

const LIMIT_BYTES = 256 * 1024;

/** 413 for a body larger than 256 KB, before anything reads it. */
export const limitBody = bodyLimit({
  maxSize: LIMIT_BYTES,
  onError: () => {
    throw new ApiError('PAYLOAD_TOO_LARGE', 'The body is larger than 256 KB. Send less at once.');
  },
});

/** Clients that always name a content type name it for no body too: that is the empty object. */
export const readEmptyBody: MiddlewareHandler<ApiEnv> = async (context, next) => {
  const { raw } = context.req;
  const isJson = /^application\/json\b/i.test(raw.headers.get('Content-Type') ?? '');
  const isEmpty = raw.body === null || raw.headers.get('Content-Length') === '0';
  if (isJson && isEmpty && raw.method !== 'GET' && raw.method !== 'HEAD') {
    const headers = new Headers(raw.headers);
    headers.delete('Content-Length');
    context.req.raw = new Request(raw.url, { method: raw.method, headers, body: '{}' });
  }
  await next();
};
