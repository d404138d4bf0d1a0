import { jsonText } from '../../ocpp/tolerance.ts';
import type { EnergyAnomaly, SampleFlag } from './anomaly.ts';
import { readSample } from './read-sample.ts';
import type { Sample } from './sample.ts';
import { sampleTime } from './sample-time.ts';
import type { UnitOverride } from './unit.ts';

const EXAMPLE_LENGTH = 120;

/** Enough to know what is odd about a message; one of 1 MiB could raise half a million. */
const MOST_FLAGS = 100;

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
 * lists, numbers for strings, names nobody knows. It never fails; what it had to swallow is in `flags`.
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
  for (const meterValue of listOf(meterValues)) {
    if (!isRecord(meterValue)) {
      note('invalidSampleValue', meterValue);
      continue;
    }
    const sampledValues = listOf(meterValue.sampledValue);
    const { at, anomaly } = sampleTime(meterValue.timestamp, options.receivedAt);
    if (anomaly !== null && sampledValues.length > 0) {
      note(anomaly, meterValue.timestamp);
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
