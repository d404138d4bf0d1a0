import { textFromNumber } from './coerce.ts';
import type { Objection, Path, Repair } from './repair.ts';
import { parseTimestamp } from './timestamp.ts';
import type { ToleranceLog } from './tolerance.ts';

/** Path lengths within a list of meter values: `[list, position, 'sampledValue', position, field]`. */
const METER_VALUE = 2;
const METER_VALUE_FIELD = 3;
const SAMPLE = 4;

/**
 * What lenient reading does about a part of a meter value: times may become null; a sample that cannot be read, or
 * whose measurand, unit, phase, location, format or context is unknown, is left out, for it must not be used.
 */
export function repairMeterValue(objection: Objection, log: ToleranceLog): Repair<never> {
  const { path, field, value } = objection;
  switch (path.length) {
    case METER_VALUE:
    case SAMPLE:
      log.flag('droppedSample', field, value);
      return { kind: 'remove', path };
    case METER_VALUE_FIELD:
      return path.at(-1) === 'timestamp' ? repairTime(objection, log) : repairSampleList(objection, log);
    default:
      return repairSample(objection, log, path.slice(0, SAMPLE));
  }
}

function repairTime({ field, value }: Objection, log: ToleranceLog): Repair<never> {
  if (value === undefined || value === null) {
    log.flag('missingTimestamp', field);
    return { kind: 'settle', value: null };
  }
  if (typeof value === 'string' && parseTimestamp(value) !== undefined) {
    log.flag('timestampWithoutZone', field, value);
    return { kind: 'settle', value };
  }
  log.flag('badTimestamp', field, value);
  return { kind: 'settle', value: null };
}

function repairSampleList({ field, value }: Objection, log: ToleranceLog): Repair<never> {
  if (value === undefined || value === null) {
    log.flag('missingField', field);
    return { kind: 'replace', value: [] };
  }
  if (typeof value === 'object') {
    log.flag('singleObjectForArray', field);
    return { kind: 'replace', value: [value] };
  }
  log.flag('droppedSample', field, value);
  return { kind: 'replace', value: [] };
}

function repairSample(
  { issue, path, field, value }: Objection,
  log: ToleranceLog,
  sample: Path,
): Repair<never> {
  if (issue.code === 'invalid_value' && value !== undefined) {
    if (value === null) {
      log.flag('nullField', field);
      return { kind: 'remove', path };
    }
    log.flag('unknownEnum', field, value);
  }
  if (typeof value === 'number' && issue.code === 'invalid_type') {
    const text = textFromNumber(value);
    if (text !== undefined) {
      log.flag('coercedString', field, value);
      return { kind: 'replace', value: text };
    }
  }
  log.flag('droppedSample', field, value);
  return { kind: 'remove', path: sample };
}
