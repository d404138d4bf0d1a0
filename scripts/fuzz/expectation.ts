import { repairJson } from '../../src/ocpp/repair-json.ts';
import { isLongerThan } from '../../src/ocpp/text-length.ts';
import { isAction, isIncomingAction, messages } from '../../src/ocpp/v16/messages/index.ts';
import { officialValidator } from '../../test/support/official-schemas.ts';
import { byteLength, textOf, type WireFrame } from './wire-frame.ts';

/** What the server owes for a frame, read from the standard and not from the server's code (OCPP-J 4.1, 4.2). */
export type Expectation =
  | ExpectedAnswer
  /** No answer; so many in a row close the connection. */
  | { kind: 'bad' }
  /** No answer, and the row of bad frames ends. */
  | { kind: 'silence' }
  /** No answer, and this close code. */
  | { kind: 'close'; code: number };

export interface ExpectedAnswer {
  kind: 'answer';
  id: string | number;
  /** What was called; null where it was no text. */
  action: string | null;
  payload: unknown;
  outcome: 'result' | 'error' | 'either';
  /** The codes of a CALLERROR that would be right; null for any of the ten. */
  codes: readonly string[] | null;
}

/** How a charger is registered, as far as it decides on answers. */
export interface ChargerKind {
  strict: boolean;
  isAccepted: boolean;
}

const LARGEST_FRAME_BYTES = 1024 * 1024;

const CALL = 2;
const LONGEST_ID = 36;
const TOO_LARGE_CLOSE = 1009;

export function expectationOf(frame: WireFrame, charger: ChargerKind): Expectation {
  if (byteLength(frame) > LARGEST_FRAME_BYTES) return { kind: 'close', code: TOO_LARGE_CLOSE };
  const text = textOf(frame);
  if (text === null) return { kind: 'bad' };
  if (charger.strict && frame.isBinary) return { kind: 'bad' };
  const parsed = readJson(text, charger);
  if (parsed === undefined) return text.trim() === '' ? { kind: 'silence' } : { kind: 'bad' };
  if (!Array.isArray(parsed)) return { kind: 'bad' };
  const elements: unknown[] = parsed;
  const [type] = elements;
  switch (type) {
    case CALL:
      return expectCall(elements, charger);
    case 3:
    case 4:
      return isAnswer(elements, charger) ? { kind: 'silence' } : { kind: 'bad' };
    default:
      return Number.isInteger(type) ? { kind: 'silence' } : { kind: 'bad' };
  }
}

/** A few ways of breaking JSON are known of chargers and mended; undefined where a text is broken otherwise. */
function readJson(text: string, { strict }: ChargerKind): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return strict ? undefined : repairJson(text)?.value;
  }
}

/** A strict charger's answer has all its elements and no other; its payload may be wrong. */
function isAnswer([type, id, ...rest]: readonly unknown[], { strict }: ChargerKind): boolean {
  const isText = typeof id === 'string' && id !== '';
  if (!strict) return isText || typeof id === 'number';
  if (!isText) return false;
  if (type === 3) return rest.length <= 1;
  const [code, description, details] = rest;
  const isWhole = typeof code === 'string' && typeof description === 'string';
  return rest.length === 3 && isWhole && typeof details === 'object' && details !== null;
}

function expectCall(elements: readonly unknown[], charger: ChargerKind): Expectation {
  const [, id, action, sent] = elements;
  const isUsable = (typeof id === 'string' && id !== '') || (typeof id === 'number' && Number.isFinite(id));
  if (!isUsable) return { kind: 'bad' };
  const payload = sent ?? {};
  const call = { kind: 'answer' as const, id, payload };
  if (
    (typeof id === 'string' && isLongerThan(id, LONGEST_ID)) ||
    typeof action !== 'string' ||
    typeof payload !== 'object' ||
    Array.isArray(payload)
  ) {
    return {
      ...call,
      action: typeof action === 'string' ? action : null,
      outcome: 'error',
      codes: ['FormationViolation'],
    };
  }
  if (charger.strict && typeof id === 'number') return { kind: 'bad' };
  if (charger.strict && (elements.length > 4 || sent === undefined || sent === null)) {
    return { ...call, action, outcome: 'error', codes: ['FormationViolation'] };
  }
  if (!isAction(action)) return { ...call, action, outcome: 'error', codes: ['NotImplemented'] };
  if (!isIncomingAction(action)) return { ...call, action, outcome: 'error', codes: ['NotSupported'] };
  if (!charger.isAccepted && action !== 'BootNotification') {
    return { ...call, action, outcome: 'error', codes: ['SecurityError'] };
  }
  const isBilling = messages[action].transactionRelated;
  const mustBeServed = isBilling && !charger.strict;
  return {
    ...call,
    action,
    outcome: mustBeServed || isSound(action, payload, isBilling) ? 'result' : 'either',
    codes: null,
  };
}

/** Whether the official schema describes the payload, and the standard's words do not forbid it either. */
function isSound(action: string, payload: object, isBilling: boolean): boolean {
  if (!officialValidator(`urn:${action}.req`)(payload)) return false;
  // Beyond 2^53 a number is no longer the one that was sent.
  if (Object.values(payload).some((value) => typeof value === 'number' && !Number.isSafeInteger(value)))
    return false;
  if (isBilling) return !JSON.stringify(payload).includes('[]');
  return !('connectorId' in payload && typeof payload.connectorId === 'number' && payload.connectorId < 0);
}
