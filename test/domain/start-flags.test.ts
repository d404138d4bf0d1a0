import { describe, expect, test } from 'vitest';
import { isMeaningless, meaningfulText, unseenConnector } from '../../src/domain/connector.ts';
import { beginTransaction, findRepeatedStart, type StartReport } from '../../src/domain/start-transaction.ts';

const report: StartReport = {
  connectorId: 1,
  idTag: 'USER-001',
  meterStart: 10_000,
  reservationId: null,
  timestamp: 1_000_000,
  timestampText: '1970-01-01T00:16:40Z',
  receivedAt: 1_000_000,
};

function begin(fields: Partial<StartReport>) {
  return beginTransaction(
    { ...report, ...fields },
    {
      transactionId: 'txn_1',
      ocppTransactionId: 7,
      authorization: { status: 'Accepted', expiryDate: null, parentIdTag: null },
      startCommandId: null,
      unaccountedWh: null,
      metersAfterRow: 0,
    },
  );
}

describe('what is odd about a start', () => {
  test.each<[string, Partial<StartReport>, string[]]>([
    ['nothing', {}, []],
    ['a reservation of its own', { reservationId: 5 }, []],
    ['reservation 0 (field: SteVe)', { reservationId: 0 }, ['noReservation']],
    ['reservation -1 (field: MicroOcpp)', { reservationId: -1 }, ['noReservation']],
    ['a padded tag', { idTag: 'USER-001;NULL' }, ['paddedIdTag']],
    ['a tag of padding alone', { idTag: ' \0' }, ['startWithoutIdTag']],
    ['connector 0', { connectorId: 0 }, ['startWithoutConnector']],
  ])('%s', (_, fields, names) => {
    const { transaction, flags } = begin(fields);
    expect(flags.map(({ name }) => name)).toEqual(names);
    expect(transaction.anomalies).toEqual(names);
  });

  test('a start that names reservation 0 is known again by it, and by none', () => {
    const { transaction } = begin({ reservationId: 0 });
    expect(transaction.reservationId).toBeNull();
    expect(findRepeatedStart({ ...report, reservationId: 0 }, [transaction])).toBe(transaction);
    expect(findRepeatedStart(report, [transaction])).toBe(transaction);
    expect(findRepeatedStart({ ...report, reservationId: 5 }, [transaction])).toBeNull();
  });
});

describe('connectors', () => {
  test.each([
    ['null', null, true],
    [' null ', null, true],
    ['0x0000', null, true],
    ['', null, false],
    ['0x0001', '0x0001', false],
    ['nullified', 'nullified', false],
    [undefined, null, false],
  ])('the text %j shows as %j (field: ABB)', (text, shown, isOdd) => {
    expect(meaningfulText(text)).toBe(shown);
    expect(isMeaningless(text)).toBe(isOdd);
  });

  test('one that was never heard of has no error and the status that can be told', () => {
    expect(unseenConnector(2, 'Unavailable', 5)).toMatchObject({
      connectorId: 2,
      status: 'Unavailable',
      errorCode: 'NoError',
      since: 5,
    });
  });
});
