import type { Measurand } from '../../ocpp/v16/types/sampled-value.ts';

/** The units in which normalised samples are kept. */
export const SAMPLE_UNITS = ['Wh', 'varh', 'W', 'var', 'VA', 'A', 'V', 'Celsius', 'Percent', 'Hz'] as const;
export type SampleUnit = (typeof SAMPLE_UNITS)[number];

/** The owner's word on what a charger's energy and power values really are, whatever unit they name (OpenEVSE, Autel). */
export interface UnitOverride {
  energy?: 'Wh' | 'kWh' | undefined;
  power?: 'W' | 'kW' | undefined;
}

/** How a reported value becomes a normalised one: `convert(value × 10^shift)` in `unit`. */
interface Conversion {
  unit: SampleUnit | null;
  shift: number;
  convert?: (value: number) => number;
}

type Dimension = 'energy' | 'power' | 'current' | 'voltage' | 'temperature' | 'ratio' | 'frequency';

const DIMENSIONS: Record<SampleUnit, Dimension> = {
  Wh: 'energy',
  varh: 'energy',
  W: 'power',
  var: 'power',
  VA: 'power',
  A: 'current',
  V: 'voltage',
  Celsius: 'temperature',
  Percent: 'ratio',
  Hz: 'frequency',
};

/** What a value is in when its sample names no unit: the standard's default of Wh makes sense for energy alone. */
const DEFAULT_UNITS: Record<Measurand, SampleUnit | null> = {
  'Current.Export': 'A',
  'Current.Import': 'A',
  'Current.Offered': 'A',
  'Energy.Active.Export.Interval': 'Wh',
  'Energy.Active.Export.Register': 'Wh',
  'Energy.Active.Import.Interval': 'Wh',
  'Energy.Active.Import.Register': 'Wh',
  'Energy.Reactive.Export.Interval': 'varh',
  'Energy.Reactive.Export.Register': 'varh',
  'Energy.Reactive.Import.Interval': 'varh',
  'Energy.Reactive.Import.Register': 'varh',
  Frequency: 'Hz',
  'Power.Active.Export': 'W',
  'Power.Active.Import': 'W',
  'Power.Factor': null,
  'Power.Offered': 'W',
  'Power.Reactive.Export': 'var',
  'Power.Reactive.Import': 'var',
  RPM: null,
  SoC: 'Percent',
  Temperature: 'Celsius',
  Voltage: 'V',
};

/** By folded name: chargers write `KWH`, `Hertz` and `%` too, and the standard itself has `Celcius`. */
const CONVERSIONS = new Map<string, Conversion & { unit: SampleUnit }>([
  ['wh', { unit: 'Wh', shift: 0 }],
  ['kwh', { unit: 'Wh', shift: 3 }],
  ['varh', { unit: 'varh', shift: 0 }],
  ['kvarh', { unit: 'varh', shift: 3 }],
  ['w', { unit: 'W', shift: 0 }],
  ['kw', { unit: 'W', shift: 3 }],
  ['va', { unit: 'VA', shift: 0 }],
  ['kva', { unit: 'VA', shift: 3 }],
  ['var', { unit: 'var', shift: 0 }],
  ['kvar', { unit: 'var', shift: 3 }],
  ['a', { unit: 'A', shift: 0 }],
  ['v', { unit: 'V', shift: 0 }],
  ['k', { unit: 'Celsius', shift: 0, convert: (kelvin) => hundredths(kelvin - 273.15) }],
  ['celcius', { unit: 'Celsius', shift: 0 }],
  ['celsius', { unit: 'Celsius', shift: 0 }],
  ['fahrenheit', { unit: 'Celsius', shift: 0, convert: (fahrenheit) => hundredths((fahrenheit - 32) / 1.8) }],
  ['percent', { unit: 'Percent', shift: 0 }],
  ['%', { unit: 'Percent', shift: 0 }],
  ['hz', { unit: 'Hz', shift: 0 }],
  ['hertz', { unit: 'Hz', shift: 0 }],
]);

/**
 * How to normalise a value of this measurand in this unit; `unit` undefined means that the sample named none.
 *
 * Failures: `unknownUnit`, and `unitMismatch` for a unit that cannot belong to the measurand. A `Wh` on anything but
 * energy is firmware that writes out the standard's default: `mismatch` is set and the measurand's own unit is used.
 */
export function conversionOf(
  measurand: Measurand,
  unit: string | undefined,
  override: UnitOverride,
): { conversion: Conversion; mismatch: boolean } | 'unknownUnit' | 'unitMismatch' {
  const defaultUnit = DEFAULT_UNITS[measurand];
  const usual = { conversion: { unit: defaultUnit, shift: 0 }, mismatch: false };
  const dimension = defaultUnit === null ? null : DIMENSIONS[defaultUnit];
  const forced =
    dimension === 'energy' ? override.energy : dimension === 'power' ? override.power : undefined;
  if (forced !== undefined) {
    return { conversion: { unit: defaultUnit, shift: forced.startsWith('k') ? 3 : 0 }, mismatch: false };
  }
  if (unit === undefined) {
    return usual;
  }
  const conversion = CONVERSIONS.get(unit.toLowerCase());
  if (conversion === undefined) {
    return 'unknownUnit';
  }
  if (dimension !== null && DIMENSIONS[conversion.unit] === dimension) {
    return { conversion, mismatch: false };
  }
  return unit === 'Wh' ? { ...usual, mismatch: true } : 'unitMismatch';
}

/** Whether any measurand can be in this unit. */
export function isKnownUnit(unit: string): boolean {
  return CONVERSIONS.has(unit.trim().toLowerCase());
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
