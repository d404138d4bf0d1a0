/**
 * Every departure from the standard that the protocol layer takes from a charger, and what it means, in words for an
 * operator. Each is counted for its charger and shown to the charger's owner.
 */
export const TOLERANCE_MEANINGS = {
  // the connection
  noSubprotocol: 'The charger offered no WebSocket subprotocol: it is served as OCPP 1.6.',
  doubledIdentity: 'The URL that the charger dials ends in its identity twice: it is taken once.',
  extraSlashes: 'The URL that the charger dials has slashes that need not be there.',
  extraPathSegments:
    'The URL that the charger dials has something between the endpoint and the identity: the last part is the identity.',
  identityFromUserName:
    'The URL that the charger dials names no charger: the user name that it sent with its password stands in.',
  // the frame
  binaryFrame: 'A frame came as binary and was UTF-8: it was read as text.',
  repairedJson:
    'A frame was no JSON in a way that is known of chargers (a comma at the head of a list, texts filled up with NUL, a list that was not opened, an answer whose last brackets are missing): it was mended and read.',
  numericId: 'The id of a frame was a number: a call gets it back as the number it is.',
  nullPayload: 'The payload of a frame was null: it was taken for an empty one.',
  missingPayload: 'A frame had no payload: it was taken for an empty one.',
  extraElements: 'A frame had more elements than its kind has: the rest was ignored.',
  incompleteError: 'A CALLERROR lacked its code, description or details.',
  // the fields
  unknownField: 'A payload had a field that the message does not have: it was ignored.',
  nullField: 'A field was null: it was taken for one that is not there.',
  missingField: 'A required field was missing: the message was served without it.',
  droppedField: 'A field could not be read: the message was served without it.',
  overlongText: 'A text was longer than the standard allows: it was taken.',
  unknownEnum:
    'A field held a word that the standard does not list: the word is kept, or the next best one stands in for it.',
  coercedNumber: 'A text stood where a number belongs: the number that it writes was taken.',
  coercedString: 'Something else stood where a text belongs: its text was taken.',
  coercedBoolean: 'A text stood where true or false belongs: it was read as such.',
  fractionalMeter: 'A meter reading had a fraction of a Wh: it was rounded for the account and kept as sent.',
  extraDecimals: 'A number had more decimals than the standard allows: it was taken.',
  missingTimestamp: 'A required time was missing: the time of receipt stands in.',
  badTimestamp: 'A time could not be read: the time of receipt stands in.',
  timestampWithoutZone: 'A time named no zone: it was taken as UTC.',
  singleObjectForArray: 'One object stood where a list belongs: it was taken as a list of one.',
  emptyList: 'A list was empty that has to hold something.',
  droppedSample:
    'A sample does not fit the standard: it is kept as sent, and used only if its value and unit can be read all the same.',
} as const;

export type ToleranceName = keyof typeof TOLERANCE_MEANINGS;

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
