import { describe, expect, test } from 'vitest';

import { attributeSamples } from '../../../src/domain/energy/attribution.ts';
import { MINUTE, START } from './meter.ts';

const running = { ocppTransactionId: 7, connectorId: 1, startedAt: START, stoppedAt: null };
const past = {
  ocppTransactionId: 5,
  connectorId: 1,
  startedAt: START - 60 * MINUTE,
  stoppedAt: START - 10 * MINUTE,
};
const beside = { ocppTransactionId: 9, connectorId: 2, startedAt: START, stoppedAt: null };

function attribute(
  transactionId: number | null | undefined,
  connectorId: number | null = 1,
  at = START + MINUTE,
  transactions = [past, running, beside],
) {
  return attributeSamples({ transactionId, connectorId, at, transactions });
}

const to = (ocppTransactionId: number, ...flags: string[]) => ({
  kind: 'transaction',
  ocppTransactionId,
  flags,
});

describe('to whom samples belong', () => {
  test('a known transaction takes its own', () => {
    expect(attribute(7)).toEqual(to(7));
    expect(attribute(9, 2)).toEqual(to(9));
  });

  test('#230 X-M17: with the wrong connector the transaction wins, flagged', () => {
    expect(attribute(7, 2)).toEqual(to(7, 'meterValuesWrongConnector'));
    expect(attribute(7, 0)).toEqual(to(7, 'meterValuesWrongConnector'));
  });

  test.each([undefined, null])(
    '#229 X-M16: without an id (%j) it is the running one of the connector',
    (id) => {
      expect(attribute(id)).toEqual(to(7, 'meterValuesWithoutTransaction'));
      expect(attribute(id, 2)).toEqual(to(9, 'meterValuesWithoutTransaction'));
    },
  );

  test.each([0, -1, 4711])('an id that names none (%d) is the running one, flagged', (id) => {
    expect(attribute(id)).toEqual(to(7, 'meterValuesUnknownTransaction'));
  });

  test.each([0, -1, 4711])('#181 X-X12: with %d and nothing running it is the connector, flagged', (id) => {
    expect(attribute(id, 3)).toEqual({
      kind: 'connector',
      connectorId: 3,
      flags: ['meterValuesUnknownTransaction'],
    });
  });

  test('#232 X-M19: clock-aligned values outside a session belong to the connector and are no fault', () => {
    expect(attribute(undefined, 1, START - 5 * MINUTE)).toEqual({
      kind: 'connector',
      connectorId: 1,
      flags: [],
    });
  });

  test('connector 0 is the main meter, never a session by guess', () => {
    expect(attribute(undefined, 0)).toEqual({ kind: 'chargePoint', flags: [] });
    expect(attribute(-1, 0)).toEqual({ kind: 'chargePoint', flags: ['meterValuesUnknownTransaction'] });
  });

  test('without a connector it is the only transaction of the charger, else the charge point', () => {
    const flags = ['meterValuesWithoutConnector'];
    expect(attribute(7, null)).toEqual(to(7, ...flags));
    expect(attribute(undefined, null, START + MINUTE, [past, running])).toEqual(
      to(7, ...flags, 'meterValuesWithoutTransaction'),
    );
    expect(attribute(undefined, null)).toEqual({ kind: 'chargePoint', flags });
  });

  test('two running transactions on one connector are not told apart by guess', () => {
    const twin = { ...running, ocppTransactionId: 8 };
    expect(attribute(undefined, 1, START + MINUTE, [running, twin]).kind).toBe('connector');
  });
});

describe('late samples', () => {
  test('an ended transaction takes samples of its own time, by id or by time', () => {
    expect(attribute(5, 1, START - 30 * MINUTE)).toEqual(to(5));
    expect(attribute(undefined, 1, START - 30 * MINUTE)).toEqual(to(5, 'meterValuesWithoutTransaction'));
  });

  test('it takes those from a little after its stop', () => {
    expect(attribute(5, 1, START - 8 * MINUTE)).toEqual(to(5));
  });

  test('it takes none from long after, and neither does the next transaction', () => {
    expect(attribute(5)).toEqual({ kind: 'connector', connectorId: 1, flags: ['meterValuesAfterStop'] });
  });

  test('a sample whose milliseconds were cut still finds the transaction that began within that second', () => {
    const begun = { ...running, startedAt: START + 700 };
    expect(attribute(undefined, 1, START, [begun])).toEqual(to(7, 'meterValuesWithoutTransaction'));
  });
});
