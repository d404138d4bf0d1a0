import * as z from 'zod';

import type { CallErrorBody } from './call-error.ts';
import { schemaAt } from './repair.ts';
import { valueAt, violation } from './schema-violation.ts';

/** A payload that is short enough to be looked at as often as it takes. */
export interface Shortened {
  /** Of a list that fits, its beginning stands here; a list that does not fit is missing, and so are most unknown fields. */
  payload: Record<string, unknown>;
  /** The lists that fit, whole, by the name of their field. */
  sound: ReadonlyMap<string, unknown[]>;
  /** What is wrong with the others: their first fault. */
  faulty: ReadonlyMap<string, CallErrorBody>;
}

/** More than a session of a day holds between two messages. */
const LONG = 2500;
const PIECE = 500;

/** Fields that no message has: enough of them to be told what they were. */
const MOST_UNKNOWN = 100;

/**
 * Holds the long lists of a payload to their schema, piece by piece and no further than the first fault: half a million
 * faults of one frame would take seconds to tell, and as long again to repair.
 */
export function shortenLists(schema: z.ZodObject, payload: object): Shortened {
  let unknown = 0;
  const known = Object.entries(payload).filter(([name]) => {
    const isKnown = Object.hasOwn(schema.shape, name);
    unknown += isKnown ? 0 : 1;
    return isKnown || unknown <= MOST_UNKNOWN;
  });
  const short: Record<string, unknown> = Object.fromEntries(known);
  const sound = new Map<string, unknown[]>();
  const faulty = new Map<string, CallErrorBody>();
  for (const name of Object.keys(schema.shape)) {
    const value = valueAt(payload, [name]);
    const list = listOf(value);
    const part = schemaAt(schema, [name]);
    if (list === undefined || part === undefined || !isLong(list)) {
      continue;
    }
    const { first, fault } = examine(part, name, list);
    if (fault !== undefined) {
      faulty.set(name, fault);
      Reflect.deleteProperty(short, name);
    } else {
      sound.set(name, list);
      short[name] = Array.isArray(value) ? first : first[0];
    }
  }
  return { payload: short, sound, faulty };
}

/** A list, or the one object that some chargers send in its place. */
function listOf(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) {
    const list: unknown[] = value;
    return list;
  }
  return typeof value === 'object' && value !== null ? [value] : undefined;
}

function isLong(list: readonly unknown[]): boolean {
  let weight = 0;
  for (const element of list) {
    weight += weightOf(element);
    if (weight > LONG) {
      return true;
    }
  }
  return false;
}

/** Itself, and the elements of its own lists. */
function weightOf(element: unknown): number {
  return nestedLists(element).reduce((weight, [, nested]) => weight + nested.length, 1);
}

function nestedLists(element: unknown): [string, unknown[]][] {
  if (typeof element !== 'object' || element === null || Array.isArray(element)) {
    return [];
  }
  return Object.entries(element).filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
}

function examine(
  schema: z.core.$ZodType,
  name: string,
  list: readonly unknown[],
): { first: unknown[]; fault: CallErrorBody | undefined } {
  let first: unknown[] | undefined;
  for (const piece of piecesOf(list)) {
    first ??= piece;
    const [issue] = z.safeParse(schema, piece).error?.issues ?? [];
    if (issue !== undefined) {
      const fault = violation({ ...issue, path: [name, ...issue.path] }, valueAt(piece, issue.path));
      return { first, fault };
    }
  }
  return { first: first ?? [], fault: undefined };
}

function* piecesOf(list: readonly unknown[]): Generator<unknown[]> {
  let piece: unknown[] = [];
  let weight = 0;
  for (const element of list) {
    for (const part of partsOf(element)) {
      piece.push(part);
      weight += weightOf(part);
      if (weight >= PIECE) {
        yield piece;
        piece = [];
        weight = 0;
      }
    }
  }
  if (piece.length > 0) {
    yield piece;
  }
}

/** The element, or several of it with a part of its long list each. */
function* partsOf(element: unknown): Generator<unknown> {
  const long = nestedLists(element).find(([, nested]) => nested.length > PIECE);
  if (long === undefined || typeof element !== 'object') {
    yield element;
    return;
  }
  const [name, nested] = long;
  for (let start = 0; start < nested.length; start += PIECE) {
    yield { ...element, [name]: nested.slice(start, start + PIECE) };
  }
}
