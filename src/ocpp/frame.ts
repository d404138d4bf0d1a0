import { callError, type CallErrorBody } from './call-error.ts';
import { repairJson } from './repair-json.ts';
import { isLongerThan } from './text-length.ts';
import { type Tolerance, tolerance } from './tolerance.ts';

/** A CALL's id is text; some chargers send a number, which is given back as the number it is. */
export type MessageId = string | number;

/** Why a text is no frame that could be answered; `notStrict`: only by the letter, to which its charger is held. */
export type BadFrameReason = 'notJson' | 'notArray' | 'messageTypeNotInteger' | 'noId' | 'notStrict';

/** What a text frame turned out to be (OCPP-J 4.1, 4.2). */
export type Frame =
  | { kind: 'call'; id: MessageId; action: string; payload: unknown; tolerances: Tolerance[] }
  | { kind: 'callResult'; id: string; payload: unknown; tolerances: Tolerance[] }
  | {
      kind: 'callError';
      id: string;
      /** As it was sent: a charger may know codes that OCPP 1.6 does not. */
      code: string;
      description: string;
      details: unknown;
      tolerances: Tolerance[];
    }
  /** A CALL that cannot be served but has an id, so it is answered with a CALLERROR. */
  | { kind: 'invalidCall'; id: MessageId; error: CallErrorBody }
  /** Nothing to do and nothing wrong: an empty text, or a message type of another time (OCPP-J 4.1.3). */
  | { kind: 'ignored'; reason: 'empty' | 'messageType' }
  /** Nothing that could be answered. */
  | { kind: 'bad'; reason: BadFrameReason };

const CALL = 2;
const CALL_RESULT = 3;
const CALL_ERROR = 4;
const ID_LENGTH = 36;

/**
 * Reads a text frame from the other side. Never throws. A CALL's payload is `{}` or another object by then; the
 * payload of a CALLRESULT may be anything.
 */
export function parseFrame(text: string): Frame {
  const json = readJson(text);
  if (json === undefined) {
    return text.trim() === '' ? { kind: 'ignored', reason: 'empty' } : { kind: 'bad', reason: 'notJson' };
  }
  if (!Array.isArray(json.value)) {
    return { kind: 'bad', reason: 'notArray' };
  }
  const frame: readonly unknown[] = json.value;
  const tolerances = json.isRepaired ? [tolerance('repairedJson', undefined, text)] : [];
  switch (frame[0]) {
    case CALL:
      return readCall(frame, tolerances);
    case CALL_RESULT:
      return readCallResult(frame, tolerances);
    case CALL_ERROR:
      return readCallError(frame, tolerances);
    default:
      return Number.isInteger(frame[0])
        ? { kind: 'ignored', reason: 'messageType' }
        : { kind: 'bad', reason: 'messageTypeNotInteger' };
  }
}

/** The JSON of a text, mended where it is broken in a way that is known of chargers; undefined where it is none. */
function readJson(text: string): { value: unknown; isRepaired: boolean } | undefined {
  try {
    return { value: JSON.parse(text), isRepaired: false };
  } catch {
    const repaired = repairJson(text);
    return repaired === undefined ? undefined : { value: repaired.value, isRepaired: true };
  }
}

function readCall(frame: readonly unknown[], tolerances: Tolerance[]): Frame {
  const id = frame[1];
  // A number beyond every range has become Infinity, which JSON cannot give back.
  if (!(typeof id === 'string' && id !== '') && !(typeof id === 'number' && Number.isFinite(id))) {
    return { kind: 'bad', reason: 'noId' };
  }
  if (typeof id === 'string' && isLongerThan(id, ID_LENGTH)) {
    return invalidCall(id, `The message id is longer than ${ID_LENGTH} characters.`);
  }
  const action = frame[2];
  if (typeof action !== 'string') {
    return invalidCall(id, 'The third element, the action, must be text.');
  }
  const payload = orEmpty(frame, 3, tolerances);
  if (typeof payload !== 'object' || Array.isArray(payload)) {
    return invalidCall(id, 'The fourth element, the payload, must be an object.');
  }
  flagNumericId(id, tolerances);
  flagExtraElements(frame, 4, tolerances);
  return { kind: 'call', id, action, payload, tolerances };
}

function readCallResult(frame: readonly unknown[], tolerances: Tolerance[]): Frame {
  const id = frame[1];
  if (!isAnswerId(id)) {
    return { kind: 'bad', reason: 'noId' };
  }
  const payload = orEmpty(frame, 2, tolerances);
  flagNumericId(id, tolerances);
  flagExtraElements(frame, 3, tolerances);
  return { kind: 'callResult', id: String(id), payload, tolerances };
}

function readCallError(frame: readonly unknown[], tolerances: Tolerance[]): Frame {
  const id = frame[1];
  if (!isAnswerId(id)) {
    return { kind: 'bad', reason: 'noId' };
  }
  const [, , code, description, details] = frame;
  if (
    typeof code !== 'string' ||
    typeof description !== 'string' ||
    details === undefined ||
    details === null
  ) {
    tolerances.push(tolerance('incompleteError', undefined, frame.slice(2)));
  }
  flagNumericId(id, tolerances);
  flagExtraElements(frame, 5, tolerances);
  return {
    kind: 'callError',
    id: String(id),
    code: typeof code === 'string' ? code : 'GenericError',
    description: typeof description === 'string' ? description : '',
    details: details ?? {},
    tolerances,
  };
}

/** Our own ids are text, but a charger may have counted them as numbers on the way back. */
function isAnswerId(id: unknown): id is MessageId {
  return (typeof id === 'string' && id !== '') || typeof id === 'number';
}

function orEmpty(frame: readonly unknown[], position: number, tolerances: Tolerance[]): unknown {
  const payload = frame[position];
  if (payload !== null && payload !== undefined) {
    return payload;
  }
  tolerances.push(tolerance(payload === null ? 'nullPayload' : 'missingPayload'));
  return {};
}

function flagNumericId(id: MessageId, tolerances: Tolerance[]): void {
  if (typeof id === 'number') {
    tolerances.push(tolerance('numericId', undefined, id));
  }
}

function flagExtraElements(frame: readonly unknown[], expected: number, tolerances: Tolerance[]): void {
  if (frame.length > expected) {
    tolerances.push(tolerance('extraElements', undefined, frame[expected]));
  }
}

function invalidCall(id: MessageId, description: string): Frame {
  return { kind: 'invalidCall', id, error: callError('FormationViolation', description) };
}

/** `[2, "<id>", "<Action>", {payload}]` (OCPP-J 4.2.1). */
export function callFrame(id: string, action: string, payload: object): string {
  return JSON.stringify([CALL, id, action, payload]);
}

/** `[3, "<id>", {payload}]` (OCPP-J 4.2.2). */
export function callResultFrame(id: MessageId, payload: object): string {
  return JSON.stringify([CALL_RESULT, id, payload]);
}

/** `[4, "<id>", "<errorCode>", "<description>", {details}]` (OCPP-J 4.2.3). */
export function callErrorFrame(id: MessageId, error: CallErrorBody): string {
  return JSON.stringify([CALL_ERROR, id, error.code, error.description, error.details]);
}
