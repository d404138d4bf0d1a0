import { callError } from './call-error.ts';
import type { Frame } from './frame.ts';
import { TOLERANCE_MEANINGS, type ToleranceName } from './tolerance.ts';

/** Without these two a frame is no JSON of OCPP-J 4.1, or its id no text that could be given back. */
const UNANSWERABLE: ReadonlySet<ToleranceName> = new Set(['repairedJson', 'numericId']);

/** A CALLRESULT whose payload is no object is an answer all the same, and a wrong one. */
const OF_PAYLOAD: ReadonlySet<ToleranceName> = new Set(['nullPayload', 'missingPayload']);

/**
 * A frame by the letter of OCPP-J 4, for a charger that is to be held to it: what `parseFrame` had to tolerate is
 * refused. A CALL with an id is answered with FormationViolation; a CALLRESULT without a payload answers its call
 * wrongly; anything else is a bad frame, for nothing is answered to an answer.
 */
export function holdToLetter(frame: Frame): Frame {
  if (frame.kind !== 'call' && frame.kind !== 'callResult' && frame.kind !== 'callError') return frame;
  const [first] = frame.tolerances;
  if (first === undefined) return frame;
  const names = frame.tolerances.map(({ name }) => name);
  if (names.some((name) => UNANSWERABLE.has(name))) {
    return { kind: 'bad', reason: names.includes('repairedJson') ? 'notJson' : 'noId' };
  }
  if (frame.kind === 'call') {
    return {
      kind: 'invalidCall',
      id: frame.id,
      error: callError('FormationViolation', `Not by the letter: ${TOLERANCE_MEANINGS[first.name]}`),
    };
  }
  return frame.kind === 'callResult' && names.every((name) => OF_PAYLOAD.has(name))
    ? { ...frame, payload: null, tolerances: [] }
    : { kind: 'bad', reason: 'notStrict' };
}
