import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { readRequest } from '../../src/ocpp/read-request.ts';
import { type Action, messages } from '../../src/ocpp/v16/messages/index.ts';
import { lenient, meterValues, START, STOP, TIME } from '../support/reading-requests.ts';

const incoming = (Object.keys(messages) as Action[]).filter(
  (action) => messages[action].direction !== 'fromCentralSystem',
);

describe('whatever a charger sends', () => {
  // Payloads that come near: the right field names with anything in them.
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(
      'Wh',
      'Available',
      TIME,
      '2026-01-02T03:04:05',
      '12',
      '1.5',
      12,
      1.5,
      -1,
      'x'.repeat(600),
    ),
  );
  const sample = fc.record(
    Object.fromEntries(
      ['value', 'context', 'format', 'measurand', 'phase', 'location', 'unit', 'x'].map((name) => [
        name,
        anything,
      ]),
    ),
    { requiredKeys: [] },
  );
  const samples = fc.oneof(fc.array(fc.oneof(sample, anything), { maxLength: 4 }), sample, anything);
  const value = fc.record({ timestamp: anything, sampledValue: samples, x: anything }, { requiredKeys: [] });
  const values = fc.oneof(fc.array(fc.oneof(value, anything), { maxLength: 4 }), value, anything);

  function near(action: Action): fc.Arbitrary<Record<string, unknown>> {
    const names = [...Object.keys(messages[action].request.shape), 'x', '__proto__'];
    const isList = (name: string): boolean => name === 'meterValue' || name === 'transactionData';
    return fc
      .record(Object.fromEntries(names.map((name) => [name, isList(name) ? values : anything])), {
        requiredKeys: [],
      })
      .map((record) => JSON.parse(JSON.stringify(record)));
  }

  test.each(incoming)('%s: reading never throws', (action) => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), near(action)), fc.boolean(), (payload, strict) => {
        readRequest(messages[action], payload, { strict });
      }),
      { seed: 16, numRuns: 300 },
    );
  });

  test.each(incoming.filter((action) => messages[action].transactionRelated))(
    '%s: an object is always and what is taken fits once its nulls are filled',
    (action) => {
      const fill: Record<string, unknown> = { ...START, ...STOP, meterValue: [] };
      fc.assert(
        fc.property(near(action), (payload) => {
          const read = lenient(action, payload);
          if (!read.ok) {
            throw new Error(read.error.description);
          }
          const filled = JSON.parse(JSON.stringify(read.request), (key: string, field: unknown) => {
            if (field === null) {
              return fill[key];
            }
            if (key === 'timestamp') {
              return TIME;
            }
            if (key === 'idTag') {
              return String(field).slice(0, 20);
            }
            return key.startsWith('meterSt') ? Math.round(Number(field)) : field;
          });
          expect(messages[action].request.safeParse(filled).error).toBeUndefined();
        }),
        { seed: 16, numRuns: 1000 },
      );
    },
  );

  test('deep nesting in unknown and in known fields does not throw', () => {
    const deep: unknown = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000));
    expect(lenient('Heartbeat', { deep }).ok).toBe(true);
    expect(lenient('StartTransaction', { ...START, idTag: deep, meterStart: deep }).ok).toBe(true);
    expect(lenient('MeterValues', { connectorId: 1, meterValue: deep }).ok).toBe(true);
    expect(lenient('MeterValues', meterValues({ value: deep }, deep)).ok).toBe(true);
    expect(lenient('DataTransfer', { vendorId: 'v', data: deep })).toMatchObject({
      ok: true,
      request: { vendorId: 'v' },
    });
    expect(lenient('Authorize', { idTag: deep }).ok).toBe(false);
  });

  test('half a million faults in a nested list cost the list, not the message', () => {
    const meterValue = [{ timestamp: TIME, sampledValue: Array.from({ length: 500_000 }, () => 1) }];
    const stop = lenient('StopTransaction', { ...STOP, transactionData: meterValue });
    expect(stop.ok && [stop.request, stop.tolerances]).toEqual([
      STOP,
      [{ name: 'droppedField', field: 'transactionData' }],
    ]);
    const values = lenient('MeterValues', { connectorId: 1, meterValue: meterValue[0] });
    expect(values.ok && values.request).toEqual({ connectorId: 1, meterValue: null });
    const strict = readRequest(messages.MeterValues, { connectorId: 1, meterValue }, { strict: true });
    expect(!strict.ok && strict.error).toEqual({
      code: 'TypeConstraintViolation',
      description: 'meterValue.sampledValue must be an object, not a number.',
      details: {},
    });
  });
});
