import type * as z from 'zod';

import { numberFromText } from './coerce.ts';
import type { ConfirmationOf, MessageDefinition } from './message.ts';
import { isOptionalAt, type Objection, type Path, type Repair, repair } from './repair.ts';
import { violation } from './schema-violation.ts';
import { strictVerdict } from './strict-verdict.ts';
import { parseTimestamp } from './timestamp.ts';
import { jsonText, type Tolerance, ToleranceLog, type ToleranceName } from './tolerance.ts';

export type ReadConfirmation<Confirmation> =
  | { ok: true; confirmation: Confirmation; tolerances: Tolerance[] }
  /** `reason` names the field and the rule in plain words. */
  | { ok: false; reason: string };

/**
 * Reads the payload of a charger's CALLRESULT to a call of ours. It is taken leniently where its meaning is clear: text
 * stays whole however long, configuration values become text, what cannot be read and is not essential is left out. A
 * missing or unknown `status` is no answer.
 */
export function readConfirmation<Definition extends MessageDefinition>(
  definition: Definition,
  payload: unknown,
): ReadConfirmation<ConfirmationOf<Definition>> {
  const read = readPayload(definition.confirmation, payload);
  if (!read.ok) {
    return read;
  }
  // The compiler cannot follow a schema that is only known by its type parameter. The strict schema has accepted the
  // value but for the length of texts, decimals of numbers and zones of times, which no type tells.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { ...read, confirmation: read.confirmation as ConfirmationOf<Definition> };
}

function readPayload(schema: z.ZodObject, payload: unknown): ReadConfirmation<unknown> {
  const verdict = strictVerdict(schema, payload);
  if (verdict.fits) {
    return { ok: true, confirmation: verdict.value, tolerances: [] };
  }
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    return { ok: false, reason: 'The payload must be an object.' };
  }
  const log = new ToleranceLog();
  const repaired = repair(schema, payload, log, (objection) => decide(schema, objection, log));
  if (!repaired.ok) {
    return {
      ok: false,
      reason: repaired.refusal === 'endless' ? 'The payload cannot be read.' : repaired.refusal,
    };
  }
  return { ok: true, confirmation: repaired.value, tolerances: log.list() };
}

function decide(schema: z.ZodObject, objection: Objection, log: ToleranceLog): Repair<string> {
  const { issue, field, value } = objection;
  if (field === 'configurationKey.readonly' && (value === undefined || value === null)) {
    // A key whose access is not told is shown as one that can be tried.
    log.flag('missingField', field);
    return { kind: 'replace', value: false };
  }
  if (value === undefined) {
    return leaveOut(schema, objection, 'missingField', log);
  }
  if (value === null) {
    return leaveOut(schema, objection, 'nullField', log);
  }
  switch (issue.code) {
    case 'invalid_type':
      return repairType(schema, objection, issue.expected, log);
    case 'too_big':
      log.flag('overlongText', field, value);
      return { kind: 'settle', value };
    case 'too_small':
      return leaveOut(schema, objection, 'emptyList', log);
    case 'not_multiple_of':
      log.flag('extraDecimals', field, value);
      return { kind: 'settle', value };
    case 'invalid_format':
      if (typeof value === 'string' && parseTimestamp(value) !== undefined) {
        log.flag('timestampWithoutZone', field, value);
        return { kind: 'settle', value };
      }
      return leaveOut(schema, objection, 'badTimestamp', log);
    case 'invalid_value':
      return leaveOut(schema, objection, 'unknownEnum', log);
    default:
      return leaveOut(schema, objection, 'droppedField', log);
  }
}

function repairType(
  schema: z.ZodObject,
  objection: Objection,
  expected: string,
  log: ToleranceLog,
): Repair<string> {
  const { field, value } = objection;
  const coerced = coerce(value, expected);
  if (coerced === undefined) {
    return leaveOut(schema, objection, 'droppedField', log);
  }
  log.flag(coerced.name, field, value);
  return { kind: 'replace', value: coerced.value };
}

function coerce(value: unknown, expected: string): { name: ToleranceName; value: unknown } | undefined {
  switch (expected) {
    case 'string': {
      const text = jsonText(value);
      return text === undefined ? undefined : { name: 'coercedString', value: text };
    }
    case 'number': {
      const number = typeof value === 'string' ? numberFromText(value) : undefined;
      return number === undefined ? undefined : { name: 'coercedNumber', value: number };
    }
    case 'boolean': {
      const word = typeof value === 'string' ? value.toLowerCase() : '';
      return word === 'true' || word === 'false'
        ? { name: 'coercedBoolean', value: word === 'true' }
        : undefined;
    }
    case 'array':
      return { name: 'singleObjectForArray', value: [value] };
    default:
      return undefined;
  }
}

/**
 * Takes out the smallest part around the objection that the answer can do without: an optional field, or an entry of
 * one of its lists. There is none around a status.
 */
function leaveOut(
  schema: z.ZodObject,
  objection: Objection,
  name: ToleranceName,
  log: ToleranceLog,
): Repair<string> {
  const { issue, field, value, path } = objection;
  for (let length = path.length; length > 0; length -= 1) {
    const around: Path = path.slice(0, length);
    // An entry of a nested list, a period of a schedule, is no part that the rest makes sense without.
    const isEntry = length === 2 && typeof around[1] === 'number';
    if (isEntry || isOptionalAt(schema, around)) {
      log.flag(name, field, value);
      return { kind: 'remove', path: around };
    }
  }
  return { kind: 'refuse', refusal: violation(issue, value).description };
}
