import { CALL_ERROR_CODES } from '../../src/ocpp/call-error.ts';
import { isLongerThan } from '../../src/ocpp/text-length.ts';
import { officialValidator } from '../../test/support/official-schemas.ts';
import type { ExpectedAnswer } from './expectation.ts';

/** A CALLRESULT or CALLERROR of the server, its frame in proper shape. */
export type Answer =
  | { kind: 'result'; id: string | number; payload: object }
  | { kind: 'error'; id: string | number; code: string };

const LONGEST_DESCRIPTION = 255;

/** Reads what the server sent; a text says what is wrong with it. */
export function readAnswer(data: string): Answer | string {
  let elements: unknown;
  try {
    elements = JSON.parse(data);
  } catch {
    return 'The server sent what is no JSON.';
  }
  if (!Array.isArray(elements)) return 'The server sent what is no list.';
  const frame: unknown[] = elements;
  const [type, id, ...rest] = frame;
  if (typeof id !== 'string' && typeof id !== 'number') return 'The server sent a frame without an id.';
  if (type === 3) {
    const [payload] = rest;
    return rest.length === 1 && isObject(payload)
      ? { kind: 'result', id, payload }
      : 'A CALLRESULT is not [3, id, {…}].';
  }
  if (type !== 4) return `The server sent a frame of type ${JSON.stringify(type)}, which nobody asked for.`;
  const [code, description, details] = rest;
  if (rest.length !== 3 || typeof code !== 'string' || !isObject(details)) {
    return 'A CALLERROR is not [4, id, code, description, {…}].';
  }
  if (!CALL_ERROR_CODES.some((known) => known === code)) return `${code} is no code of OCPP 1.6.`;
  if (typeof description !== 'string' || isLongerThan(description, LONGEST_DESCRIPTION)) {
    return 'The description of a CALLERROR is no text of at most 255 characters.';
  }
  return { kind: 'error', id, code };
}

/** Why this answer is none to that call; undefined where it is one. */
export function mismatch(answer: Answer, expected: ExpectedAnswer): string | undefined {
  const { action } = expected;
  if (answer.kind === 'error') {
    // Nothing that a charger sends may make the server fail.
    if (answer.code === 'InternalError') return `${action} was answered with InternalError.`;
    if (expected.outcome === 'result') return `${action} was refused with ${answer.code}.`;
    return expected.codes === null || expected.codes.includes(answer.code)
      ? undefined
      : `${action} was refused with ${answer.code} instead of ${expected.codes.join(' or ')}.`;
  }
  if (expected.outcome === 'error') return `${action} was served, but is to be refused.`;
  const validate = officialValidator(`urn:${action}.conf`);
  return validate(answer.payload)
    ? undefined
    : `The answer to ${action} does not fit the official schema: ${JSON.stringify(validate.errors?.[0])}`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
