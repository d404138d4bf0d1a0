import { callError, type CallErrorBody } from './call-error.ts';
import { shortenLists } from './long-lists.ts';
import type { IncomingRequestOf, MessageDefinition } from './message.ts';
import { isOptionalAt, type Objection, type Repair, repair } from './repair.ts';
import { repairField } from './repair-field.ts';
import { repairMeterValue } from './repair-meter-value.ts';
import { emptyList, type SchemaIssue, valueAt, violation } from './schema-violation.ts';
import { strictVerdict } from './strict-verdict.ts';
import { type Tolerance, tolerance, ToleranceLog } from './tolerance.ts';

export type ReadRequest<Request> =
  | { ok: true; request: Request; tolerances: Tolerance[] }
  | { ok: false; error: CallErrorBody };

/**
 * Reads the payload of a charger's CALL. `strict` holds it to the standard. Otherwise it is taken as leniently as its
 * meaning allows, each tolerance reported; a transaction-related message with an object payload is then never refused,
 * for the charger would drop it and billing data with it (OCPP 1.6 3.7.1). What was sent stays with the caller: over-long
 * text is cut at 500 characters here, unreadable samples are left out. A time that is not null is one `parseTimestamp`
 * reads.
 */
export function readRequest<Definition extends MessageDefinition>(
  definition: Definition,
  payload: unknown,
  { strict }: { strict: boolean },
): ReadRequest<IncomingRequestOf<Definition>> {
  const read = readPayload(definition, payload, strict);
  if (!read.ok) {
    return read;
  }
  // The compiler cannot follow a schema that is only known by its type parameter. The strict schema has accepted the
  // value, or all of it but what repairField and repairMeterValue may leave: null, raw enumerations, cut text.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { ok: true, request: read.request as IncomingRequestOf<Definition>, tolerances: read.tolerances };
}

function readPayload(definition: MessageDefinition, payload: unknown, strict: boolean): ReadRequest<unknown> {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    return { ok: false, error: callError('FormationViolation', 'The payload must be an object.') };
  }
  const { payload: short, sound, faulty } = shortenLists(definition.request, payload);
  const [fault] = faulty.values();
  if (strict && fault !== undefined) {
    return { ok: false, error: fault };
  }
  const verdict = strictVerdict(definition.request, short);
  if (verdict.fits && faulty.size === 0) {
    return checkRules(definition, withLists(verdict.value, sound), payload, strict, []);
  }
  if (strict && !verdict.fits) {
    return { ok: false, error: firstViolation(verdict.issues, short) };
  }
  const log = new ToleranceLog();
  // A list with a fault and more elements than can be mended is gone without; the fields beside it are of use.
  for (const name of faulty.keys()) {
    log.flag('droppedField', name);
  }
  const repaired = repair(definition.request, short, log, (objection) => decide(definition, objection, log));
  if (!repaired.ok) {
    const error =
      repaired.refusal === 'endless'
        ? callError('GenericError', 'The payload cannot be read.')
        : repaired.refusal;
    return { ok: false, error };
  }
  return checkRules(definition, withLists(repaired.value, sound), payload, strict, log.list());
}

/** The request with its long lists whole again, as they were sent. */
function withLists(request: unknown, lists: ReadonlyMap<string, unknown[]>): unknown {
  return typeof request === 'object' && lists.size > 0
    ? { ...request, ...Object.fromEntries(lists) }
    : request;
}

function decide(
  definition: MessageDefinition,
  objection: Objection,
  log: ToleranceLog,
): Repair<CallErrorBody> {
  // Lists of meter values are the only nested fields a charger's requests have.
  return objection.path.length === 1
    ? repairField(definition, objection, log)
    : repairMeterValue(objection, log);
}

function firstViolation(issues: readonly SchemaIssue[] | 'tooMany', payload: unknown): CallErrorBody {
  const issue = issues === 'tooMany' ? undefined : issues[0];
  return issue === undefined
    ? callError('GenericError', 'The payload has too many faults to name one.')
    : violation(issue, valueAt(payload, issue.path));
}

/** What the standard says in words and the official schemas do not check. */
function checkRules(
  definition: MessageDefinition,
  request: unknown,
  payload: unknown,
  strict: boolean,
  tolerances: Tolerance[],
): ReadRequest<unknown> {
  const oversized = oversizedIntegers(request);
  const [first] = oversized;
  if (first !== undefined && (strict || !definition.transactionRelated)) {
    return {
      ok: false,
      error: callError('PropertyConstraintViolation', `${first} is too large an integer.`),
    };
  }
  if (definition.transactionRelated) {
    const empty = emptyMeterList(payload);
    if (empty !== undefined && strict) {
      return { ok: false, error: emptyList(empty) };
    }
    return {
      ok: true,
      request: withoutFields(definition, request, oversized),
      tolerances: [
        ...tolerances,
        ...oversized.map((name) => tolerance('droppedField', name, valueAt(payload, [name]))),
        ...(empty === undefined ? [] : [tolerance('emptyList', empty)]),
      ],
    };
  }
  const connectorId = valueAt(request, ['connectorId']);
  if (typeof connectorId === 'number' && connectorId < 0) {
    return {
      ok: false,
      error: callError('PropertyConstraintViolation', 'connectorId must not be negative.'),
    };
  }
  return { ok: true, request, tolerances };
}

/** The fields that hold numbers beyond 2^53: their last digits are lost already, and nothing has so many Wh. */
function oversizedIntegers(request: unknown): string[] {
  return Object.entries(request ?? {})
    .filter(([, value]) => typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER)
    .map(([name]) => name);
}

/** The request without these fields: null where they are required. */
function withoutFields(definition: MessageDefinition, request: unknown, names: readonly string[]): unknown {
  if (names.length === 0) {
    return request;
  }
  const kept = Object.entries(request ?? {}).filter(
    ([name]) => !names.includes(name) || !isOptionalAt(definition.request, [name]),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, names.includes(name) ? null : value]));
}

/** The name of a list of a payload which is empty and ought not to be: `transactionData` alone may. */
function emptyMeterList(payload: unknown): string | undefined {
  for (const name of ['meterValue', 'transactionData']) {
    const list = valueAt(payload, [name]);
    if (!Array.isArray(list)) {
      continue;
    }
    if (list.length === 0 && name === 'meterValue') {
      return name;
    }
    const hasEmpty = list.some((element: unknown) => {
      const samples = valueAt(element, ['sampledValue']);
      return Array.isArray(samples) && samples.length === 0;
    });
    if (hasEmpty) {
      return `${name}.sampledValue`;
    }
  }
  return undefined;
}
