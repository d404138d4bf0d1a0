/**
 * Every departure from the standard that the protocol layer takes from a charger, by name. Each is counted for its
 * charger and shown to the charger's owner.
 */
export const TOLERANCE_NAMES = [
  // the connection
  'noSubprotocol',
  'doubledIdentity',
  'extraSlashes',
  'extraPathSegments',
  // the frame
  'binaryFrame',
  'numericId',
  'nullPayload',
  'missingPayload',
  'extraElements',
  'incompleteError',
  // the fields
  'unknownField',
  'nullField',
  'missingField',
  'droppedField',
  'overlongText',
  'unknownEnum',
  'coercedNumber',
  'coercedString',
  'coercedBoolean',
  'fractionalMeter',
  'extraDecimals',
  'missingTimestamp',
  'badTimestamp',
  'timestampWithoutZone',
  'singleObjectForArray',
  'emptyList',
  'droppedSample',
] as const;

export type ToleranceName = (typeof TOLERANCE_NAMES)[number];

/** A tolerance that fired. */
export interface Tolerance {
  name: ToleranceName;
  /** Dotted name of the field without list positions, e.g. `meterValue.sampledValue.unit`; at most 120 characters. */
  field?: string;
  /** The start of what was sent, at most 120 characters. */
  example?: string;
}

const EXAMPLE_LENGTH = 120;
const MOST_TOLERANCES = 20;

/** A tolerance with its texts cut to length; `sent` that is not text is shown as JSON. */
export function tolerance(name: ToleranceName, field?: string, sent?: unknown): Tolerance {
  const fired: Tolerance = { name };
  if (field !== undefined) {
    fired.field = field.slice(0, EXAMPLE_LENGTH);
  }
  if (sent !== undefined) {
    fired.example = (typeof sent === 'string' ? sent : (jsonText(sent) ?? 'too deep to show')).slice(
      0,
      EXAMPLE_LENGTH,
    );
  }
  return fired;
}

/** Collects the tolerances of one payload: each name once a field, and only so many, whatever the payload holds. */
export class ToleranceLog {
  readonly #fired = new Map<string, Tolerance>();

  flag(name: ToleranceName, field?: string, sent?: unknown): void {
    const key = `${name} ${field ?? ''}`;
    if (this.#fired.size < MOST_TOLERANCES && !this.#fired.has(key)) {
      this.#fired.set(key, tolerance(name, field, sent));
    }
  }

  list(): Tolerance[] {
    return [...this.#fired.values()];
  }
}

/** The JSON text of a parsed JSON value; undefined when it is nested too deeply for the stack. */
export function jsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // A frame of 1 MiB can nest half a million brackets: parsed without the stack, written with it.
    return undefined;
  }
}
