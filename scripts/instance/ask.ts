import * as z from 'zod';
import type { Instance } from './instance.ts';

const TRIES = 6;

const Refusal = z.object({ error: z.object({ message: z.string() }) });

/** The instance did not do what it was asked; the message says why. */
export class InstanceRefused extends Error {
  override readonly name = 'InstanceRefused';
}

/**
 * Asks the operator's API, again and again where something is down for a moment. Only for requests that may come twice.
 *
 * @param path behind `/api/v1`
 * @param waitMs before the second try; each further one waits twice as long
 */
export async function ask<Answer>(
  instance: Instance,
  request: { method: 'GET' | 'POST'; path: string; body?: unknown },
  schema: z.ZodType<Answer>,
  waitMs = 1_000,
): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await askOnce(instance, request);
    if (outcome.kind === 'answer') return schema.parse(outcome.body);
    if (!outcome.isWorthAnother || tries === TRIES) throw new InstanceRefused(outcome.reason);
    await new Promise((resolve) => {
      setTimeout(resolve, waitMs * 2 ** (tries - 1));
    });
  }
}

type Outcome =
  | { kind: 'answer'; body: unknown }
  | { kind: 'refused'; reason: string; isWorthAnother: boolean };

async function askOnce(
  { url, adminToken }: Instance,
  { method, path, body }: { method: string; path: string; body?: unknown },
): Promise<Outcome> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${adminToken}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    text = await response.text();
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
    return { kind: 'refused', reason: `${url} does not answer. ${cause}`.trim(), isWorthAnother: true };
  }
  if (response.ok) return { kind: 'answer', body: JSON.parse(text) };
  return {
    kind: 'refused',
    reason: `${response.status}: ${reasonIn(text)}`,
    isWorthAnother: response.status >= 500 || response.status === 429,
  };
}

function reasonIn(text: string): string {
  try {
    return Refusal.parse(JSON.parse(text)).error.message;
  } catch {
    return text.slice(0, 300);
  }
}
