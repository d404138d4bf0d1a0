import { describe, expect, test } from 'vitest';
import { matchStop } from '../../src/domain/stop-transaction.ts';
import type { Transaction } from '../../src/domain/transaction.ts';

const open: Transaction = {
  transactionId: 'txn_1',
  ocppTransactionId: 7,
  connectorId: 1,
  idTag: 'USER-001',
  authorization: { status: 'Accepted', expiryDate: null, parentIdTag: 'GROUP' },
  startedAt: 1_000_000,
  startReceivedAt: 1_000_000,
  startTimestamp: null,
  meterStart: 10,
  reservationId: null,
  startCommandId: null,
  stopRequestedAt: null,
  unaccountedWh: null,
  metersAfterRow: 0,
  end: null,
  anomalies: [],
};

/** A stop with the number 0, which nobody gave. */
const stop: Parameters<typeof matchStop>[0] = {
  ocppTransactionId: 0,
  idTag: null,
  parentIdTag: null,
  meterStop: 28.73,
  meterStopWh: 28_730,
  timestamp: 2_000_000,
  reason: 'Local',
  receivedAt: 2_000_000,
};

function match(fields: Partial<typeof stop>, among = [open]) {
  return matchStop({ ...stop, ...fields }, null, among, () => 12_450);
}

describe('a stop with a number that nobody gave (field: DELTA, go-e)', () => {
  test('ends the only open transaction that it fits, its reading compared in Wh', () => {
    expect(match({})).toEqual({
      kind: 'stops',
      transaction: open,
      flags: [{ name: 'stopMatched', example: '0' }],
    });
  });

  test.each([
    ['a reading that the charger does not know (field: ABL sends -1)', { meterStop: -1, meterStopWh: null }],
    ['the same tag in another case', { idTag: 'user-001' }],
    ['a tag of the same group', { idTag: 'OTHER', parentIdTag: 'group' }],
  ])('fits with %s', (_, fields) => {
    expect(match(fields).kind).toBe('stops');
  });

  test.each([
    ['a reading below the last one', { meterStopWh: 12_449 }],
    ['a time before its start', { timestamp: 999_999 }],
    ['a foreign tag', { idTag: 'OTHER' }],
  ])('does not fit with %s', (_, fields) => {
    expect(match(fields)).toEqual({ kind: 'orphan', flags: [{ name: 'orphanStop', example: '0' }] });
  });

  test('ends none of several', () => {
    expect(match({}, [open, { ...open, transactionId: 'txn_2', connectorId: 2 }]).kind).toBe('orphan');
  });
});
