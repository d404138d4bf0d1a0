import { type Tolerance, tolerance } from './tolerance.ts';

const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)[Tt\s](\d\d):(\d\d):(\d\d)(?:\.(\d+))?([Zz]|([+-])(\d\d)(?::?(\d\d))?)?$/;
const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 3_600_000;

interface DateTime {
  /** Milliseconds since 1970 in UTC; a time without a zone is taken as UTC. */
  ms: number;
  hasZone: boolean;
}

/**
 * The time a charger sent: ISO 8601 with `Z`, an offset or no zone at all (then UTC, flagged: Growatt), with any
 * number of fraction digits, of which three count. Undefined when it is no date and time. (OCPP 1.6 3.14)
 */
export function parseTimestamp(text: string): { ms: number; tolerances: Tolerance[] } | undefined {
  const read = readDateTime(text);
  if (read === undefined) {
    return undefined;
  }
  return {
    ms: read.ms,
    tolerances: read.hasZone ? [] : [tolerance('timestampWithoutZone', undefined, text)],
  };
}

/** A time as we send it: UTC, `YYYY-MM-DDTHH:mm:ss.SSSZ`; without fractions for chargers that cannot read them. */
export function formatTimestamp(ms: number, { omitMilliseconds = false } = {}): string {
  const text = new Date(ms).toISOString();
  return omitMilliseconds ? text.replace(/\.\d+Z$/, 'Z') : text;
}

/** Whether a text is a date-time of JSON Schema (RFC 3339 5.6): as `parseTimestamp` reads it, and with a zone. */
export function isDateTime(text: string): boolean {
  return readDateTime(text)?.hasZone ?? false;
}

function readDateTime(text: string): DateTime | undefined {
  const parts = DATE_TIME.exec(text);
  if (parts === null) {
    return undefined;
  }
  const [, years, months, days, hours, minutes, seconds, fraction, zone, sign, zoneHours, zoneMinutes] =
    parts;
  const year = Number(years);
  const month = Number(months);
  const day = Number(days);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
    return undefined;
  }
  const offsetHours = Number(zoneHours ?? 0);
  const offsetMinutes = Number(zoneMinutes ?? 0);
  if (offsetHours > 23 || offsetMinutes > 59) {
    return undefined;
  }
  const direction = sign === '-' ? -1 : 1;
  const hour = Number(hours);
  const minute = Number(minutes);
  const second = Number(seconds);
  const inRange = hour <= 23 && minute <= 59 && second <= 59;
  if (
    !inRange &&
    !isLastMinuteOfUtcDay(hour, minute, second, direction * offsetHours, direction * offsetMinutes)
  ) {
    return undefined;
  }
  const offsetMs = direction * (offsetHours * MS_PER_HOUR + offsetMinutes * MS_PER_MINUTE);
  const time = hour * MS_PER_HOUR + minute * MS_PER_MINUTE + second * 1000 + milliseconds(fraction);
  return { ms: startOfDay(year, month, day) + time - offsetMs, hasZone: zone !== undefined };
}

/** A leap second is the 61st of the last minute of a day in UTC, whatever the clock on the wall shows then. */
function isLastMinuteOfUtcDay(
  hour: number,
  minute: number,
  second: number,
  offsetHours: number,
  offsetMinutes: number,
): boolean {
  const utcMinute = minute - offsetMinutes;
  const utcHour = hour - offsetHours - (utcMinute < 0 ? 1 : 0);
  return second <= 60 && (utcMinute === 59 || utcMinute === -1) && (utcHour === 23 || utcHour === -1);
}

function milliseconds(fraction: string | undefined): number {
  return fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'));
}

function startOfDay(year: number, month: number, day: number): number {
  // Date.UTC takes the years 0 to 99 for 1900 to 1999; 400 years are always the same number of days.
  return Date.UTC(year + 400, month - 1, day) - 146_097 * 86_400_000;
}

function daysIn(year: number, month: number): number {
  if (month === 2) {
    return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  }
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
