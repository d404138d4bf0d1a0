import type * as z from 'zod';

import {
  location,
  measurand,
  phase,
  readingContext,
  valueFormat,
} from '../../ocpp/v16/types/sampled-value.ts';
import type { EnergyAnomaly } from './anomaly.ts';
import { parseDecimal } from './decimal.ts';
import type { Sample } from './sample.ts';
import { conversionOf, type UnitOverride } from './unit.ts';

type Reading = Omit<Sample, 'at' | 'receivedAt' | 'connectorId' | 'raw'>;

/** One SampledValue (OCPP 1.6 7.43), normalised; what cannot be used has a null value and the reason beside it. */
export function readSample(
  raw: Record<string, unknown>,
  override: UnitOverride,
): { reading: Reading; anomalies: EnergyAnomaly[] } {
  const names = {
    measurand: named(measurand(), raw.measurand, 'Energy.Active.Import.Register'),
    phase: named(phase(), raw.phase, null),
    location: named(location(), raw.location, null),
    context: named(readingContext(), raw.context, 'Sample.Periodic'),
    format: named(valueFormat(), raw.format, 'Raw'),
  };
  const reading: Reading = {
    measurand: names.measurand.value,
    phase: names.phase.value,
    location: names.location.value,
    context: names.context.value,
    format: names.format.value,
    value: null,
    unit: null,
  };
  const anomalies: EnergyAnomaly[] = [];
  if (names.measurand.unknown) {
    anomalies.push('unknownMeasurand');
  }
  if (names.phase.unknown || names.location.unknown || names.context.unknown || names.format.unknown) {
    anomalies.push('unknownSampleField');
  }
  // Signed data is a block of hex, OCMF text or JSON, to be shown as it came and never read as a number.
  if (anomalies.length > 0 || reading.measurand === null || reading.format === 'SignedData') {
    return { reading, anomalies };
  }
  const unit = textOf(raw.unit);
  const found = conversionOf(reading.measurand, unit, override);
  if (typeof found === 'string') {
    return { reading, anomalies: [found] };
  }
  if (found.mismatch) {
    anomalies.push('unitMismatch');
  }
  const { conversion } = found;
  const parsed = parseDecimal(raw.value, conversion.shift);
  if (parsed === null) {
    return { reading, anomalies: [...anomalies, 'invalidSampleValue'] };
  }
  const value = conversion.convert === undefined ? parsed : conversion.convert(parsed);
  return { reading: { ...reading, value, unit: conversion.unit }, anomalies };
}

/** A name of the standard; `unknown` tells a strange one from an absent one, which stands for `absent`. */
function named<Name extends string, Absent extends Name | null>(
  names: z.ZodEnum<{ [Key in Name]: Key }>,
  sent: unknown,
  absent: Absent,
): { value: Name | null; unknown: boolean } {
  const text = textOf(sent);
  if (text === undefined) {
    return { value: absent, unknown: false };
  }
  const known = names.options.find((name) => name === text);
  return { value: known ?? null, unknown: known === undefined };
}

/** Some chargers send null or an empty text for a field they leave out. */
function textOf(sent: unknown): string | undefined {
  const text = typeof sent === 'string' ? sent.trim() : '';
  return text === '' ? undefined : text;
}
