import { jsonText } from '../../ocpp/tolerance.ts';
import type { Sample } from './sample.ts';
import { isKnownUnit } from './unit.ts';

/**
 * Samples by the time they were taken, each once. Samples come late, out of order, and twice: retried, or in
 * MeterValues and again in StopTransaction's transactionData. Of several that claim the same time, connector and
 * quantity the one that arrived first stays, but a readable one before a broken one. The result does not depend on
 * the order of the input.
 */
export function orderedSamples(samples: readonly Sample[]): Sample[] {
  const keyed = samples.map((sample) => ({ sample, key: keyOf(sample) }));
  keyed.sort(
    (a, b) => a.sample.at - b.sample.at || compareTexts(a.key, b.key) || preferred(a.sample, b.sample),
  );
  const ordered: Sample[] = [];
  let lastKey: string | undefined;
  for (const { sample, key } of keyed) {
    if (key !== lastKey || ordered.at(-1)?.at !== sample.at) {
      ordered.push(sample);
    }
    lastKey = key;
  }
  return ordered;
}

/** What a sample measures: measurand, phase, location and format. A strange name is told apart by its own text. */
export function quantityOf({ measurand, phase, location, format, raw }: Sample): string {
  const place = nameOf(location, raw.location ?? 'Outlet');
  return `${nameOf(measurand, raw.measurand)}|${nameOf(phase, raw.phase)}|${place}|${nameOf(format, raw.format)}`;
}

function keyOf(sample: Sample): string {
  const context = nameOf(sample.context, sample.raw.context);
  return `${sample.connectorId}|${quantityOf(sample)}|${context}|${strangeUnitOf(sample)}`;
}

/** In a unit that nobody knows it is another quantity, and no broken copy of the one beside it. */
function strangeUnitOf({ value, raw }: Sample): string {
  return value === null && typeof raw.unit === 'string' && !isKnownUnit(raw.unit) ? raw.unit : '';
}

function nameOf(known: string | null, sent: unknown): string {
  if (known !== null) return known;
  return typeof sent === 'string' ? sent : (jsonText(sent) ?? '');
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function preferred(a: Sample, b: Sample): number {
  return (
    Number(a.value === null) - Number(b.value === null) ||
    a.receivedAt - b.receivedAt ||
    (a.value ?? 0) - (b.value ?? 0) ||
    compareTexts(jsonText(a.raw) ?? '', jsonText(b.raw) ?? '')
  );
}
