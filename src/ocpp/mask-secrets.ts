/** The configuration keys whose values are secrets (OCPP-J 6.2, security white paper 2.3). */
const SECRET_KEYS = /"key"\s*:\s*"\s*AuthorizationKey\s*"/i;

const MASK = '***';

/**
 * A frame's text as it may be kept and shown: the value beside an AuthorizationKey is masked, in ChangeConfiguration and
 * in the answers to GetConfiguration (some chargers give it away). The rest stays letter by letter.
 */
export function maskSecrets(text: string): string {
  if (!SECRET_KEYS.test(text)) return text;
  return text.replaceAll(/\{[^{}]*\}/g, (object) =>
    SECRET_KEYS.test(object)
      ? object.replaceAll(/("value"\s*:\s*)"(?:[^"\\]|\\.)*"/g, `$1"${MASK}"`)
      : object,
  );
}
