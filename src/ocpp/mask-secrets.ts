import * as z from 'zod';

/** The configuration keys whose values are secrets (OCPP-J 6.2, security white paper 2.3). */
const SECRET_KEYS = /"key"\s*:\s*"\s*AuthorizationKey\s*"/i;

/** An object that holds no other; braces in its texts are none. */
const INNERMOST_OBJECTS = /\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\}/g;

const MASK = '***';

/**
 * A frame's text as it may be kept and shown: the value beside an AuthorizationKey is masked, in ChangeConfiguration and
 * in the answers to GetConfiguration (some chargers give it away). The rest stays letter by letter.
 */
export function maskSecrets(text: string): string {
  if (!SECRET_KEYS.test(text)) return text;
  return text.replaceAll(INNERMOST_OBJECTS, (object) =>
    SECRET_KEYS.test(object)
      ? object.replaceAll(/("value"\s*:\s*)"(?:[^"\\]|\\.)*"/g, `$1"${MASK}"`)
      : object,
  );
}

/** Whether a payload, or what a charger answered, holds a secret. */
export function holdsSecret(payload: unknown): boolean {
  return SECRET_KEYS.test(JSON.stringify(payload) ?? '');
}

/** A payload as it may be kept and shown. */
export function maskPayload(payload: Record<string, unknown>): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(maskAnswer(payload));
}

/** The same of what a charger answered, whatever that is. */
export function maskAnswer(answer: unknown): unknown {
  if (!holdsSecret(answer)) return answer;
  const masked: unknown = JSON.parse(maskSecrets(JSON.stringify(answer)));
  return masked;
}
