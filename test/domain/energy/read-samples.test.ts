import { describe, expect, test } from 'vitest';

import { parseDecimal } from '../../../src/domain/energy/decimal.ts';
import { readSamples } from '../../../src/domain/energy/read-samples.ts';
import { sample } from '../../../src/domain/energy/sample.ts';

const RECEIVED = Date.UTC(2025, 0, 15, 11);
const AT = '2025-01-15T10:40:00Z';

function read(sampledValue: unknown, timestamp: unknown = AT) {
  return readSamples([{ timestamp, sampledValue }], { connectorId: 1, receivedAt: RECEIVED });
}

describe('one sampled value', () => {
  test('#214 X-M01: a sample with a value alone is the active import register in Wh', () => {
    expect(read([{ value: '12345' }])).toEqual({
      samples: [
        {
          at: Date.UTC(2025, 0, 15, 10, 40),
          receivedAt: RECEIVED,
          connectorId: 1,
          measurand: 'Energy.Active.Import.Register',
          phase: null,
          location: null,
          context: 'Sample.Periodic',
          format: 'Raw',
          value: 12_345,
          unit: 'Wh',
          raw: { value: '12345' },
        },
      ],
      flags: [],
    });
  });

  test('#215 X-M02: kWh with decimals become Wh without a rounding error', () => {
    expect(read([{ value: '12.345', unit: 'kWh' }]).samples[0]).toMatchObject({ value: 12_345, unit: 'Wh' });
    expect(read([{ value: '21.4', unit: 'kWh' }]).samples[0]?.value).toBe(21_400);
    expect(read([{ value: '4.35', unit: 'kWh' }]).samples[0]?.value).toBe(4350);
  });

  test.each([
    ['Energy.Active.Import.Register', 'Wh'],
    ['Energy.Reactive.Import.Interval', 'varh'],
    ['Power.Active.Import', 'W'],
    ['Power.Offered', 'W'],
    ['Power.Reactive.Export', 'var'],
    ['Power.Factor', null],
    ['Current.Import', 'A'],
    ['Voltage', 'V'],
    ['SoC', 'Percent'],
    ['Temperature', 'Celsius'],
    ['Frequency', 'Hz'],
    ['RPM', null],
  ])('without a unit, %s is in %s', (measurand, unit) => {
    expect(read([{ value: '7', measurand }])).toMatchObject({ samples: [{ value: 7, unit }], flags: [] });
  });

  test.each([
    ['Power.Active.Import', 'kW', '7.36', 7360, 'W'],
    ['Power.Active.Import', 'kVA', '7', 7000, 'VA'],
    ['Power.Reactive.Import', 'kvar', '1', 1000, 'var'],
    ['Energy.Reactive.Import.Register', 'kvarh', '1', 1000, 'varh'],
    ['Energy.Active.Import.Register', 'KWH', '1.5', 1500, 'Wh'],
    ['Temperature', 'Celcius', '21.5', 21.5, 'Celsius'],
    ['Temperature', 'K', '294.65', 21.5, 'Celsius'],
    ['Temperature', 'Fahrenheit', '212', 100, 'Celsius'],
    ['Frequency', 'Hertz', '50', 50, 'Hz'],
    ['SoC', '%', '80', 80, 'Percent'],
    ['Power.Factor', 'Wh', '0.9', 0.9, null],
  ])('%s in %s is normalised', (measurand, unit, value, expected, normalised) => {
    expect(read([{ value, measurand, unit }]).samples[0]).toMatchObject({
      value: expected,
      unit: normalised,
    });
  });

  test.each([
    'NaN',
    '',
    '   ',
    '1,5',
    '0x10',
    'Infinity',
    '1e400',
    '--1',
    '1.2.3',
    null,
    undefined,
    true,
    {},
  ])('#220 X-M07: the value %j is kept raw, not used, and flagged', (value) => {
    const { samples, flags } = read([{ value }, { value: '1' }]);
    expect(samples.map((one) => one.value)).toEqual([null, 1]);
    expect(samples[0]?.raw).toEqual({ value });
    expect(flags.map(({ name }) => name)).toEqual(['invalidSampleValue']);
  });

  test.each([
    [' 12.5 ', 12.5],
    ['1.2345e4', 12_345],
    ['1E-1', 0.1],
    ['-3', -3],
    ['+3', 3],
    ['.5', 0.5],
    ['5.', 5],
    [12_345, 12_345],
    [0.1, 0.1],
  ])('the value %j is the number %d', (value, expected) => {
    expect(parseDecimal(value)).toBe(expected);
  });

  test.each([
    [{ measurand: 'Request.Energy' }, 'unknownMeasurand'],
    [{ unit: 'MWh' }, 'unknownUnit'],
    [{ phase: 'L4' }, 'unknownSampleField'],
    [{ location: 'Roof' }, 'unknownSampleField'],
    [{ context: 'Sample.Whenever' }, 'unknownSampleField'],
    [{ format: 'Hex' }, 'unknownSampleField'],
    [{ measurand: 'Voltage', unit: 'A' }, 'unitMismatch'],
  ])('#221 X-M08: a sample with %j is kept raw, not used, and flagged %s', (fields, name) => {
    const raw = { value: '5', ...fields };
    expect(read([raw])).toEqual({
      samples: [expect.objectContaining({ value: null, unit: null, raw })],
      flags: [{ name, example: JSON.stringify(raw) }],
    });
  });

  test('Wh on what is no energy is the default of the standard written out: the usual unit counts, flagged', () => {
    expect(read([{ value: '230', measurand: 'Voltage', unit: 'Wh' }])).toMatchObject({
      samples: [{ value: 230, unit: 'V' }],
      flags: [{ name: 'unitMismatch' }],
    });
  });

  test('a null or empty field counts as absent', () => {
    const fields = { phase: '', location: null, unit: '', measurand: null, context: ' ', format: '' };
    expect(read([{ value: '5', ...fields }])).toMatchObject({
      samples: [{ value: 5, unit: 'Wh' }],
      flags: [],
    });
  });

  test.each(['OCMF|{"RD":[{"RV":"12.5"}]}|{"SD":"30"}', '3132', '{"signedMeterValue":"AA=="}'])(
    'signed data %s is kept verbatim and never read as a number',
    (value) => {
      const raw = { value, format: 'SignedData', context: 'Transaction.End' };
      const { samples, flags } = read([raw]);
      expect(samples).toEqual([
        expect.objectContaining({
          value: null,
          unit: null,
          format: 'SignedData',
          context: 'Transaction.End',
          raw,
        }),
      ]);
      expect(flags).toEqual([]);
    },
  );

  test('#244 X-M31: a triggered sample is shown as one', () => {
    expect(read([{ value: '1', context: 'Trigger' }]).samples[0]?.context).toBe('Trigger');
  });

  test('the owner overrides the units of a charger that mislabels them (OpenEVSE, Autel)', () => {
    const sent = [
      { value: '1.5', unit: 'Wh' },
      { value: '7', measurand: 'Power.Active.Import', unit: 'W' },
      { value: '230', measurand: 'Voltage' },
    ];
    const options = {
      connectorId: 1,
      receivedAt: RECEIVED,
      unitOverride: { energy: 'kWh', power: 'kW' } as const,
    };
    const { samples } = readSamples([{ timestamp: AT, sampledValue: sent }], options);
    expect(samples.map(({ value, unit }) => [value, unit])).toEqual([
      [1500, 'Wh'],
      [7000, 'W'],
      [230, 'V'],
    ]);
  });
});

describe('times', () => {
  test.each([
    ['2025-01-15T10:40:00Z'],
    ['2025-01-15T11:40:00+01:00'],
    ['2025-01-15T05:10:00.000000000-05:30'],
    ['2025-01-15T10:40:00'],
  ])('#242 X-M29: %s is the same moment in UTC', (timestamp) => {
    expect(read([{ value: '1' }], timestamp)).toMatchObject({
      samples: [{ at: Date.UTC(2025, 0, 15, 10, 40) }],
      flags: [],
    });
  });

  test('#242 X-M29: fractions count to the millisecond', () => {
    expect(read([{ value: '1' }], '2025-01-15T10:40:00.123456Z').samples[0]?.at).toBe(
      Date.UTC(2025, 0, 15, 10, 40, 0, 123),
    );
  });

  test.each([
    ['yesterday', 'sampleWithoutTime'],
    [null, 'sampleWithoutTime'],
    [undefined, 'sampleWithoutTime'],
    ['1970-01-01T00:02:10Z', 'clockNotSet'],
  ])('with the time %j the time of receipt stands in, flagged %s', (timestamp, name) => {
    const { samples, flags } = readSamples([{ timestamp, sampledValue: [{ value: '1' }] }], {
      connectorId: 1,
      receivedAt: RECEIVED,
    });
    expect(samples[0]?.at).toBe(RECEIVED);
    expect(flags.map((flag) => flag.name)).toEqual([name]);
  });

  test('a time in the future stands, flagged', () => {
    expect(read([{ value: '1' }], '2025-01-15T12:00:00Z')).toMatchObject({
      samples: [{ at: Date.UTC(2025, 0, 15, 12) }],
      flags: [{ name: 'sampleFromFuture' }],
    });
  });
});

describe('#241 X-M28: shapes that are not the standard', () => {
  test.each([[undefined], [null], [[]], [[{ timestamp: AT, sampledValue: [] }]], [[{ timestamp: AT }]]])(
    '%j holds no samples and is no fault',
    (meterValues) => {
      expect(readSamples(meterValues, { connectorId: 1, receivedAt: RECEIVED })).toEqual({
        samples: [],
        flags: [],
      });
    },
  );

  test('an object instead of a list is its only element', () => {
    const { samples } = readSamples(
      { timestamp: AT, sampledValue: { value: '7' } },
      { connectorId: 1, receivedAt: RECEIVED },
    );
    expect(samples).toMatchObject([{ value: 7 }]);
  });

  test.each([[['text']], [[{ timestamp: AT, sampledValue: ['12'] }]], ['text'], [[[]]]])(
    '%j is flagged, not read',
    (meterValues) => {
      const { samples, flags } = readSamples(meterValues, { connectorId: 1, receivedAt: RECEIVED });
      expect(samples).toEqual([]);
      expect(flags.map(({ name }) => name)).toEqual(['invalidSampleValue']);
    },
  );
});

test('samples fit their schema after a way through JSON', () => {
  const { samples } = read([
    { value: '1' },
    { value: 'x', measurand: 'y' },
    { value: '5', phase: 'L1', unit: 'kWh' },
  ]);
  for (const one of samples) {
    expect(sample().parse(JSON.parse(JSON.stringify(one)))).toEqual(one);
  }
});
