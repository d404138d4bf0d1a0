import type { CallErrorBody } from './call-error.ts';
import { numberFromText, textFromNumber } from './coerce.ts';
import type { MessageDefinition } from './message.ts';
import { isOptionalAt, type Objection, type Repair } from './repair.ts';
import { violation } from './schema-violation.ts';
import { cutText } from './text-length.ts';
import { parseTimestamp } from './timestamp.ts';
import { jsonText, type ToleranceLog, type ToleranceName } from './tolerance.ts';

/**
 * What lenient reading does about a top-level field of a charger's request. A transaction-related message keeps what
 * it can and goes without the rest; of others only what is not essential may go.
 */
export function repairField(
  definition: MessageDefinition,
  objection: Objection,
  log: ToleranceLog,
): Repair<CallErrorBody> {
  const { issue, field, value } = objection;
  if (value === undefined) {
    return goWithout(definition, objection, isTimestamp(field) ? 'missingTimestamp' : 'missingField', log);
  }
  if (value === null) {
    return goWithout(definition, { ...objection, value: undefined }, 'nullField', log);
  }
  switch (issue.code) {
    case 'invalid_type':
      return repairType(definition, objection, issue.expected, log);
    case 'invalid_value':
      return repairEnum(definition, objection, log);
    case 'too_big':
      if (
        typeof value !== 'string' ||
        (definition.exactFields.includes(field) && !definition.transactionRelated)
      ) {
        return refuse(objection);
      }
      log.flag('overlongText', field, value);
      return { kind: 'settle', value: cutText(value) };
    case 'invalid_format': {
      const read = typeof value === 'string' ? parseTimestamp(value) : undefined;
      if (read === undefined) {
        return goWithout(definition, objection, 'badTimestamp', log);
      }
      log.flag('timestampWithoutZone', field, value);
      return { kind: 'settle', value };
    }
    default:
      return goWithout(definition, objection, 'droppedField', log);
  }
}

function repairType(
  definition: MessageDefinition,
  objection: Objection,
  expected: string,
  log: ToleranceLog,
): Repair<CallErrorBody> {
  const { field, path, value } = objection;
  if (expected === 'int' && definition.fractionalFields.includes(field)) {
    log.flag('fractionalMeter', field, value);
    return { kind: 'settle', value };
  }
  if (expected === 'string' && definition.jsonTextFields.includes(field)) {
    const json = jsonText(value);
    if (json !== undefined) {
      log.flag('coercedString', field, json);
      return { kind: 'replace', value: json };
    }
  }
  const isEssential = !isOptionalAt(definition.request, path);
  if (!definition.transactionRelated && isEssential && !isReceiptTime(definition, field)) {
    return refuse(objection);
  }
  if (expected === 'string' && typeof value === 'number') {
    const text = textFromNumber(value);
    if (text !== undefined) {
      log.flag('coercedString', field, value);
      return { kind: 'replace', value: text };
    }
  }
  if (expected === 'number' && typeof value === 'string') {
    const number = numberFromText(value);
    if (number !== undefined) {
      log.flag('coercedNumber', field, value);
      return { kind: 'replace', value: number };
    }
  }
  if (expected === 'array' && typeof value === 'object' && !Array.isArray(value)) {
    log.flag('singleObjectForArray', field);
    return { kind: 'replace', value: [value] };
  }
  return goWithout(definition, objection, isTimestamp(field) ? 'badTimestamp' : 'droppedField', log);
}

function repairEnum(
  definition: MessageDefinition,
  objection: Objection,
  log: ToleranceLog,
): Repair<CallErrorBody> {
  const { field, value } = objection;
  if (typeof value === 'string' && definition.openEnums.includes(field)) {
    log.flag('unknownEnum', field, value);
    return { kind: 'settle', value: cutText(value) };
  }
  const fallback = definition.enumFallbacks[field];
  if (fallback !== undefined) {
    log.flag('unknownEnum', field, value);
    return { kind: 'replace', value: fallback };
  }
  return definition.transactionRelated
    ? goWithout(definition, objection, 'unknownEnum', log)
    : refuse(objection);
}

/** Leaves a field out, as null where it is required; refuses where the message means nothing without it. */
function goWithout(
  definition: MessageDefinition,
  objection: Objection,
  name: ToleranceName,
  log: ToleranceLog,
): Repair<CallErrorBody> {
  const { field, path, value } = objection;
  if (isOptionalAt(definition.request, path)) {
    log.flag(name, field, value);
    return { kind: 'remove', path };
  }
  if (definition.transactionRelated || isReceiptTime(definition, field)) {
    log.flag(name, field, value);
    return { kind: 'settle', value: null };
  }
  return refuse(objection);
}

function refuse({ issue, value }: Objection): Repair<CallErrorBody> {
  return { kind: 'refuse', refusal: violation(issue, value) };
}

function isReceiptTime(definition: MessageDefinition, field: string): boolean {
  return definition.receiptTimeFields.includes(field);
}

function isTimestamp(field: string): boolean {
  return field === 'timestamp';
}
