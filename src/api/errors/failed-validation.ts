import type { z } from '@hono/zod-openapi';
import { ApiError, type FieldFailure } from './api-error.ts';

/** A request that its schema refuses: 400, naming each field and the rule that it breaks. */
export function failedValidation(error: z.core.$ZodError, target: string): ApiError {
  const where = placeOf(target);
  const failures = error.issues.flatMap((issue) => failuresOf(issue, where));
  const named = failures.map((failure) => `${failure.field}: ${failure.message}`).join('; ');
  return new ApiError('VALIDATION_ERROR', `${named}. Correct this in the ${where} and send it again.`, {
    details: failures,
  });
}

function failuresOf(issue: z.core.$ZodIssue, where: FieldFailure['in']): FieldFailure[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: [...path, key].join('.'),
      in: where,
      rule: 'unknown_field',
      message: where === 'query' ? 'there is no such query parameter' : 'there is no such field',
    }));
  }
  // Zod names what it got in its message alone.
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return [
    {
      field: path.length === 0 ? where : path.join('.'),
      in: where,
      rule: isMissing ? 'required' : issue.code,
      message: isMissing ? 'is required' : sentenceOf(issue.message),
    },
  ];
}

/** Zod's messages begin with a capital, which reads badly behind a field's name. */
function sentenceOf(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

function placeOf(target: string): FieldFailure['in'] {
  switch (target) {
    case 'query':
      return 'query';
    case 'param':
      return 'path';
    case 'header':
      return 'header';
    default:
      return 'body';
  }
}
