import * as z from 'zod';

import { fieldName, type SchemaIssue, valueAt } from './schema-violation.ts';
import { strictVerdict } from './strict-verdict.ts';
import type { ToleranceLog } from './tolerance.ts';

export type Path = readonly (string | number)[];

/** A place in a payload that the strict schema objects to. */
export interface Objection {
  issue: SchemaIssue;
  path: Path;
  /** The dotted name of the place, without list positions. */
  field: string;
  /** What stands there; undefined when the field is missing. */
  value: unknown;
}

/** What to do about an objection. */
export type Repair<Refusal> =
  /** Put another value there and look again. */
  | { kind: 'replace'; value: unknown }
  /** Put this value there and overrule the schema. */
  | { kind: 'settle'; value: unknown }
  /** Take out the field or the list element at `path`. */
  | { kind: 'remove'; path: Path }
  | { kind: 'refuse'; refusal: Refusal };

export type Repaired<Refusal> = { ok: true; value: unknown } | { ok: false; refusal: Refusal | 'endless' };

// payload, list, element, list, element, and one for good measure
const SCHEMA_DEPTH = 6;
// A wrapped object shows its wrapped lists, these their elements, these their types, these their formats: five.
const MOST_ROUNDS = 10;

/**
 * Makes a copy of `payload` fit: unknown fields go, flagged, and `decide` answers every other objection of the strict
 * schema, round by round, until it has none but the overruled. `endless` if that does not come about.
 */
export function repair<Refusal>(
  schema: z.ZodObject,
  payload: unknown,
  log: ToleranceLog,
  decide: (objection: Objection) => Repair<Refusal>,
): Repaired<Refusal> {
  const draft = copyContainers(payload, SCHEMA_DEPTH);
  const overruled = new Overruled();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const verdict = strictVerdict(schema, draft);
    if (verdict.fits) {
      return { ok: true, value: draft };
    }
    if (verdict.issues === 'tooMany') {
      dropLists(draft, log);
      continue;
    }
    const gaps = new Set<unknown[]>();
    let isSettled = true;
    for (const issue of verdict.issues) {
      const path = issue.path.filter((step) => typeof step !== 'symbol');
      if (issue.code === 'unrecognized_keys') {
        dropUnknown(valueAt(draft, path), issue.keys, fieldName(path), log);
        isSettled = false;
        continue;
      }
      const container = valueAt(draft, path.slice(0, -1));
      const key = path.at(-1);
      if (key === undefined) {
        return { ok: false, refusal: 'endless' };
      }
      // An earlier objection of this round may have taken out what this one is about.
      if (!isContainer(container) || overruled.has(container, key)) {
        continue;
      }
      isSettled = false;
      const decision = decide({ issue, path, field: fieldName(path), value: get(container, key) });
      switch (decision.kind) {
        case 'replace':
          Reflect.set(container, key, decision.value);
          break;
        case 'settle':
          Reflect.set(container, key, decision.value);
          overruled.add(container, key);
          break;
        case 'remove':
          takeOut(draft, decision.path, gaps);
          break;
        case 'refuse':
          return { ok: false, refusal: decision.refusal };
      }
    }
    for (const list of gaps) {
      closeGaps(list);
    }
    if (isSettled) {
      return { ok: true, value: draft };
    }
  }
  return { ok: false, refusal: 'endless' };
}

/** The part of a schema at a path; undefined where it has none. */
export function schemaAt(schema: z.core.$ZodType, path: Path): z.core.$ZodType | undefined {
  let part: z.core.$ZodType | undefined = schema;
  for (const step of path) {
    const inner: z.core.$ZodType | undefined = part instanceof z.ZodOptional ? part.unwrap() : part;
    if (inner instanceof z.ZodObject) {
      const shape: Readonly<Record<string, z.core.$ZodType>> = inner.shape;
      part = shape[String(step)];
    } else if (inner instanceof z.ZodArray) {
      part = inner.element;
    } else {
      return undefined;
    }
  }
  return part;
}

/** Whether the schema lets the field at a path be absent. */
export function isOptionalAt(schema: z.core.$ZodType, path: Path): boolean {
  return schemaAt(schema, path) instanceof z.ZodOptional;
}

/** Stands where a list element was until the round is over, so that positions stay what the schema called them. */
const GAP = Symbol('gap');

/** What the schema objects to in vain. In lists the element counts and not its position, which may change. */
class Overruled {
  readonly #places = new WeakMap<object, Set<unknown>>();

  add(container: object, key: string | number): void {
    const places = this.#places.get(container) ?? new Set();
    this.#places.set(container, places.add(this.#place(container, key)));
  }

  has(container: object, key: string | number): boolean {
    return this.#places.get(container)?.has(this.#place(container, key)) ?? false;
  }

  #place(container: object, key: string | number): unknown {
    return Array.isArray(container) ? get(container, key) : key;
  }
}

/** Copies as deep as a schema goes; what lies deeper is never changed. */
function copyContainers(value: unknown, depth: number): unknown {
  if (depth === 0 || !isContainer(value)) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((element) => copyContainers(element, depth - 1));
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, copyContainers(field, depth - 1)]),
  );
}

function dropUnknown(container: unknown, keys: readonly string[], parent: string, log: ToleranceLog): void {
  if (!isContainer(container)) {
    return;
  }
  for (const key of keys) {
    log.flag('unknownField', parent === '' ? key : `${parent}.${key}`, get(container, key));
    Reflect.deleteProperty(container, key);
  }
}

/** A list with more faults than can be told holds nothing of use; the fields beside it may. */
function dropLists(draft: unknown, log: ToleranceLog): void {
  if (!isContainer(draft)) {
    return;
  }
  for (const [key, value] of Object.entries(draft)) {
    if (Array.isArray(value)) {
      log.flag('droppedField', key);
      Reflect.deleteProperty(draft, key);
    }
  }
}

function takeOut(draft: unknown, path: Path, gaps: Set<unknown[]>): void {
  const container = valueAt(draft, path.slice(0, -1));
  const key = path.at(-1);
  if (!isContainer(container) || key === undefined) {
    return;
  }
  if (Array.isArray(container)) {
    Reflect.set(container, key, GAP);
    gaps.add(container);
  } else {
    Reflect.deleteProperty(container, key);
  }
}

function closeGaps(list: unknown[]): void {
  let kept = 0;
  for (const element of list) {
    if (element !== GAP) {
      list[kept] = element;
      kept += 1;
    }
  }
  list.length = kept;
}

function get(container: object, key: string | number): unknown {
  return Object.hasOwn(container, key) ? Reflect.get(container, key) : undefined;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
