import { foldIdTag } from './authorization.ts';

/** What stands where the tag of a person stood that was erased from history. */
export const ERASED_ID_TAG = 'ERASED';

/** Where a message, an event or a row of ours names a tag: idTag, parentIdTag, stoppedByIdTag, usedByIdTag. */
const NAMES_A_TAG = /idtag$/i;

/**
 * A value with a tag erased wherever a field of it names that tag, in any spelling of its case. The same value, not a
 * copy, where it is nowhere named.
 *
 * @param folded the tag, folded
 */
export function eraseIdTag(value: unknown, folded: string): unknown {
  if (Array.isArray(value)) {
    const erased = value.map((item) => eraseIdTag(item, folded));
    return erased.some((item, index) => item !== value[index]) ? erased : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const fields: [string, unknown][] = Object.entries(value);
  const erased = fields.map(([name, field]): [string, unknown] => [name, eraseField(name, field, folded)]);
  return erased.some(([, field], index) => field !== fields[index]?.[1]) ? Object.fromEntries(erased) : value;
}

function eraseField(name: string, field: unknown, folded: string): unknown {
  if (typeof field !== 'string') return eraseIdTag(field, folded);
  return NAMES_A_TAG.test(name) && foldIdTag(field) === folded ? ERASED_ID_TAG : field;
}

/** The same in a text of JSON; null where there is nothing to erase, or where it is no JSON. */
export function eraseInText(text: string, folded: string): string | null {
  const value = parse(text);
  const erased = eraseIdTag(value, folded);
  return erased === value ? null : JSON.stringify(erased);
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
