import { jsonText } from '../../ocpp/tolerance.ts';
import type { EnergyAnomaly, SampleFlag } from './anomaly.ts';
import { readSample } from './read-sample.ts';
import type { Sample } from './sample.ts';
import { sampleTime } from './sample-time.ts';
import type { UnitOverride } from './unit.ts';

const EXAMPLE_LENGTH = 120;

/** Enough to know what is odd about a message; one of 1 MiB could raise half a million. */
const MOST_FLAGS = 100;

/**
 * So many sampled values of one message are read. A session of a day with a value each minute has fewer; half a million in one message,
 * which fit into 1 MiB, would make its transaction slow to end.
 */
export const MOST_SAMPLES = 2_000;

interface ReadOptions {
  connectorId: number;
  /** Milliseconds since 1970, UTC. */
  receivedAt: number;
  unitOverride?: UnitOverride | undefined;
}

/**
 * The samples in a charger's `meterValue` or `transactionData` (OCPP 1.6 7.33, 7.43), in the order they came.
 *
 * Takes the charger's JSON as it is, for nothing a charger measured may be lost: one object instead of a list, empty
 * lists, numbers for strings, names nobody knows. It never fails; what it had to swallow is in `flags`. Of more than
 * `MOST_SAMPLES` the first half and the last are read: a session's beginning and its end.
 */
export function readSamples(
  meterValues: unknown,
  options: ReadOptions,
): { samples: Sample[]; flags: SampleFlag[] } {
  const samples: Sample[] = [];
  const flags: SampleFlag[] = [];
  const note = (name: EnergyAnomaly, sent: unknown): void => {
    if (flags.length < MOST_FLAGS) flags.push(flag(name, sent));
  };
  const groups: { timestamp: unknown; sampledValues: unknown[] }[] = [];
  for (const meterValue of listOf(meterValues)) {
    if (!isRecord(meterValue)) {
      note('invalidSampleValue', meterValue);
      continue;
    }
    const { timestamp } = meterValue;
    const sampledValues = listOf(meterValue.sampledValue);
    if (sampledValues.length > 0) groups.push({ timestamp, sampledValues });
  }
  for (const { timestamp, sampledValues } of readable(groups, (count) => note('tooManySamples', count))) {
    const { at, anomaly } = sampleTime(timestamp, options.receivedAt);
    if (anomaly !== null) {
      note(anomaly, timestamp);
    }
    for (const raw of sampledValues) {
      if (!isRecord(raw)) {
        note('invalidSampleValue', raw);
        continue;
      }
      const read = readSample(raw, options.unitOverride ?? {});
      samples.push({
        at,
        receivedAt: options.receivedAt,
        connectorId: options.connectorId,
        ...read.reading,
        raw,
      });
      for (const name of read.anomalies) {
        note(name, raw);
      }
    }
  }
  return { samples, flags };
}

/** The groups with no more values than are read; those that are left without any are gone. */
function readable<Group extends { sampledValues: unknown[] }>(
  groups: Group[],
  onTooMany: (count: string) => void,
): Group[] {
  const count = groups.reduce((sum, { sampledValues }) => sum + sampledValues.length, 0);
  if (count <= MOST_SAMPLES) return groups;
  onTooMany(String(count));
  const half = MOST_SAMPLES / 2;
  let before = 0;
  return groups.flatMap((group) => {
    const { sampledValues } = group;
    const first = before;
    before += sampledValues.length;
    const begin = sampledValues.slice(0, Math.max(0, half - first));
    const end = sampledValues.slice(Math.max(begin.length, count - half - first));
    return begin.length + end.length === 0 ? [] : [{ ...group, sampledValues: [...begin, ...end] }];
  });
}

/** Huawei sends one object where a list belongs. */
function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function flag(name: EnergyAnomaly, sent: unknown): SampleFlag {
  const example = typeof sent === 'string' ? sent : (jsonText(sent) ?? '');
  return { name, example: example.slice(0, EXAMPLE_LENGTH) };
}
