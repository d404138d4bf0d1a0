import type * as z from 'zod';

import { callError, type CallErrorBody } from './call-error.ts';

/** One objection of a strict schema. */
export type SchemaIssue = z.core.$ZodIssue;

/** The dotted name of the field an issue is about, without list positions; empty for the payload itself. */
export function fieldName(path: readonly PropertyKey[]): string {
  return path.filter((step) => typeof step === 'string').join('.');
}

/** Follows a path into a parsed JSON value; undefined where it leads nowhere. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) {
      return undefined;
    }
    value = Reflect.get(value, step);
  }
  return value;
}

/**
 * The CALLERROR that OCPP-J 4.2.3 has for an objection, with the field and the rule in plain words. `value` is what
 * stands at the issue's path; undefined means that the field is missing.
 */
export function violation(issue: SchemaIssue, value: unknown): CallErrorBody {
  const name = fieldName(issue.path) || 'The payload';
  if (value === undefined) {
    return callError('ProtocolError', `${name} is missing.`);
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      return callError(
        'FormationViolation',
        `Unknown field: ${[...issue.path.filter(isText), issue.keys[0]].join('.')}.`,
      );
    case 'invalid_type':
      return issue.path.length === 0
        ? callError('FormationViolation', 'The payload must be an object.')
        : wrongType(name, issue.expected, value);
    case 'invalid_value':
      return typeof value === 'string'
        ? callError('PropertyConstraintViolation', `${name} must be one of ${issue.values.join(', ')}.`)
        : wrongType(name, 'string', value);
    case 'too_big':
      return callError(
        'PropertyConstraintViolation',
        `${name} must have at most ${issue.maximum} characters.`,
      );
    case 'too_small':
      return emptyList(name);
    case 'invalid_format':
      return callError(
        'PropertyConstraintViolation',
        `${name} must be ${FORMATS[issue.format] ?? 'well formed'}.`,
      );
    case 'not_multiple_of':
      return callError('PropertyConstraintViolation', `${name} must have at most one decimal.`);
    default:
      // Our schemas raise nothing else.
      return callError('GenericError', `${name} is not valid.`);
  }
}

export function emptyList(name: string): CallErrorBody {
  return callError('OccurenceConstraintViolation', `${name} must not be an empty list.`);
}

const FORMATS: Record<string, string> = {
  datetime: 'an ISO 8601 date and time with a zone',
  url: 'an absolute URI',
};

const TYPES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'an integer',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function wrongType(name: string, expected: string, value: unknown): CallErrorBody {
  return callError(
    'TypeConstraintViolation',
    `${name} must be ${TYPES[expected] ?? expected}, not ${typeName(value)}.`,
  );
}

function typeName(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  return TYPES[typeof value] ?? typeof value;
}

function isText(step: PropertyKey): step is string {
  return typeof step === 'string';
}
