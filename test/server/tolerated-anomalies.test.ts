import { describe, expect, test } from 'vitest';
import { flagsOf } from '../support/charger-view.ts';
import { onlineCharger } from '../support/online-charger.ts';
import { begin, end, expectTransaction, register, sample } from '../support/quirky-session.ts';
import { newAccount, sharedServer } from '../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

describe('what had to be tolerated in a message of a transaction is in the anomalies of that transaction', () => {
  test('of its start, its samples and its stop, each name once', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger, { timestamp: '2025-01-15T10:35:00', firmware: 'x' });
    await expectTransaction(account, chargeBoxId, { anomalies: ['timestampWithoutZone', 'unknownField'] });
    await sample(charger, { transactionId }, register(12_450));
    await sample(charger, { transactionId }, register(12_460), '2025-01-15T10:46:00');
    await expectTransaction(account, chargeBoxId, {
      anomalies: expect.arrayContaining(['coercedString']),
    });
    await end(charger, { transactionId, meterStop: '28730', vendor: 'x' });
    await expectTransaction(account, chargeBoxId, {
      status: 'completed',
      anomalies: ['timestampWithoutZone', 'unknownField', 'coercedString', 'coercedNumber'],
    });
    expect(await flagsOf(account, chargeBoxId)).toEqual({
      timestampWithoutZone: 2,
      unknownField: 2,
      coercedString: 2,
      coercedNumber: 1,
    });
    await charger.close();
  });

  test('of samples that no transaction has, it is in the charger’s flags alone', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await sample(charger, {}, register(12_450));
    await begin(charger);
    await expectTransaction(account, chargeBoxId, { anomalies: [] });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ coercedString: 1 });
    await charger.close();
  });
});
