import { foldIdTag } from '../../src/domain/authorization.ts';
import { parseTimestamp } from '../../src/ocpp/timestamp.ts';

const LARGEST = 2 ** 31 - 1;

/** Of a longer tag only the beginning is kept: two that begin alike may be one start. */
const LONGEST_TAG = 500;

/** The numbers that a charger's starts were given: positive, of 32 bits, and never one for two different starts. */
export class TransactionNumbers {
  last: number | null = null;
  private readonly starts = new Map<number, unknown>();

  /** Notes the answer to a StartTransaction; a text says what is wrong with it. */
  note(start: unknown, confirmation: object): string | undefined {
    const number = field(confirmation, 'transactionId');
    if (typeof number !== 'number' || !Number.isInteger(number) || number < 1 || number > LARGEST) {
      return `The transactionId ${String(number)} is no positive integer of 32 bits.`;
    }
    const before = this.starts.get(number);
    if (before !== undefined && areDifferent(before, start)) {
      return `The transactionId ${number} was given to two different starts: ${JSON.stringify(before)}`;
    }
    if (start !== undefined) this.starts.set(number, start);
    this.last = number;
    return undefined;
  }
}

/** Whether two starts can be no repeats of each other: a field that is sound in both says otherwise. */
function areDifferent(left: unknown, right: unknown): boolean {
  const connectors = [field(left, 'connectorId'), field(right, 'connectorId')];
  const meters = [field(left, 'meterStart'), field(right, 'meterStart')];
  const tags = [field(left, 'idTag'), field(right, 'idTag')].map((tag) =>
    typeof tag === 'string' ? foldIdTag(tag) : tag,
  );
  const times = [field(left, 'timestamp'), field(right, 'timestamp')].map((time) =>
    typeof time === 'string' ? parseTimestamp(time)?.ms : undefined,
  );
  return (
    differ(connectors, Number.isSafeInteger) ||
    differ(meters, Number.isSafeInteger) ||
    differ(tags, (tag) => typeof tag === 'string' && tag.length <= LONGEST_TAG) ||
    differ(times, (time) => time !== undefined)
  );
}

function differ([left, right]: readonly unknown[], isSound: (value: unknown) => boolean): boolean {
  return isSound(left) && isSound(right) && left !== right;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}
