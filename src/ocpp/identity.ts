import { isLongerThan } from './text-length.ts';
import { type Tolerance, tolerance } from './tolerance.ts';

/** Who a charger says it is, by the path it dials (OCPP-J 3.1.1). */
export type Identity =
  | { kind: 'identity'; id: string; tolerances: Tolerance[] }
  /** The path ends at the endpoint itself: the Basic user name may name the charger (field: Grizzl-E). */
  | { kind: 'missing' }
  | { kind: 'malformed'; reason: 'badEscape' | 'tooLong' | 'controlCharacter' | 'notUnderEndpoint' };

const ENDPOINT = 'ocpp';
const MAX_LENGTH = 255;

/**
 * The identity in a URL's path below `/ocpp`: its last non-empty segment, decoded once as UTF-8. `+` is a plus.
 * A doubled id (EN+ appends its own), further segments before it (SETEC `/4/`) and needless slashes are taken and
 * flagged. 1 to 255 code points, no control characters.
 */
export function parseIdentity(pathname: string): Identity {
  const [beforeFirstSlash, ...pieces] = pathname.split('/');
  const segments = pieces.filter((piece) => piece !== '');
  if (beforeFirstSlash !== '' || segments[0] !== ENDPOINT) {
    return { kind: 'malformed', reason: 'notUnderEndpoint' };
  }
  const below = segments.slice(1);
  const last = below.at(-1);
  if (last === undefined) {
    return { kind: 'missing' };
  }
  const id = decode(last);
  if (id === undefined) {
    return { kind: 'malformed', reason: 'badEscape' };
  }
  const failure = checkIdentity(id);
  if (failure !== undefined) {
    return { kind: 'malformed', reason: failure };
  }
  const tolerances: Tolerance[] = [];
  if (segments.length !== pieces.length) {
    tolerances.push(tolerance('extraSlashes', undefined, pathname));
  }
  const before = below.at(-2);
  if (before !== undefined) {
    const isDoubled = below.length === 2 && foldIdentity(decode(before) ?? before) === foldIdentity(id);
    tolerances.push(tolerance(isDoubled ? 'doubledIdentity' : 'extraPathSegments', undefined, pathname));
  }
  return { kind: 'identity', id, tolerances };
}

/** Why a decoded, non-empty id cannot be a charger's; undefined when it can. */
export function checkIdentity(id: string): 'tooLong' | 'controlCharacter' | undefined {
  if (/\p{Cc}/u.test(id)) {
    return 'controlCharacter';
  }
  return isLongerThan(id, MAX_LENGTH) ? 'tooLong' : undefined;
}

/** The spelling that two spellings of one charger share: NFC, then lower case. */
export function foldIdentity(id: string): string {
  return id.normalize('NFC').toLowerCase();
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
