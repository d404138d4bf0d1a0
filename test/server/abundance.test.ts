import { describe, expect, test } from 'vitest';
import { status } from '../support/charger-messages.ts';
import { flagsOf, meterValuesOf, readCharger, SOON } from '../support/charger-view.ts';
import { onlineCharger } from '../support/online-charger.ts';
import { begin, end, expectTransaction } from '../support/quirky-session.ts';
import { transactionsOf } from '../support/account.ts';
import { newAccount, sharedServer } from '../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

/** As many readings as fit into 1 MiB, counting up from a value, all of one time. */
function fullMessage(transactionId: number, minute: number, firstWh: number) {
  const sampledValue = Array.from({ length: 50_000 }, (_, index) => ({ value: String(firstWh + index) }));
  return {
    connectorId: 1,
    transactionId,
    meterValue: [{ timestamp: `2025-01-15T10:${minute}:00Z`, sampledValue }],
  };
}

describe('a charger that says too much', () => {
  test('messages of 50,000 samples: 2,000 of each are read, and reading or ending the transaction stays quick', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger);
    for (let minute = 40; minute < 50; minute += 1) {
      const [type] = await charger.call('MeterValues', fullMessage(transactionId, minute, 11_000));
      expect(type).toBe(3);
    }
    await expectTransaction(account, chargeBoxId, { anomalies: ['tooManySamples'] });
    const [transaction] = await transactionsOf(account, chargeBoxId);
    const series = await meterValuesOf(account, transaction?.transactionId ?? '');
    expect(series.length).toBeLessThanOrEqual(20_000);
    expect(series.some(({ value }) => value === 11_000)).toBe(true);
    // The answer has to come within the patience of a charger, which is that of the test's own.
    await end(charger, { transactionId });
    await expectTransaction(account, chargeBoxId, { status: 'completed', energyDelivered: 18.73 });
    expect(await flagsOf(account, chargeBoxId)).toMatchObject({ tooManySamples: 10 });
    await charger.close();
  });

  test('more than 64 connectors: further ones are answered, flagged and not kept; a start gets its number', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account, { connectors: [0] });
    for (let connectorId = 1; connectorId <= 70; connectorId += 1) {
      const confirmation = await charger.call('StatusNotification', status(connectorId, 'Available'));
      expect(confirmation.slice(2)).toEqual([{}]);
    }
    const kept = Array.from({ length: 65 }, (_, connectorId) => ({ connectorId }));
    expect(await readCharger(account, chargeBoxId)).toMatchObject({ connectors: kept });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ tooManyConnectors: 6 });
    await charger.call('StatusNotification', status(64, 'Preparing'));
    const transactionId = await begin(charger, { connectorId: 3_000 });
    expect((await charger.call('MeterValues', { connectorId: 2_999, meterValue: [] }))[0]).toBe(3);
    await end(charger, { transactionId });
    await expectTransaction(account, chargeBoxId, {
      connectorId: 3_000,
      status: 'completed',
      anomalies: ['tooManyConnectors'],
    });
    await expect
      .poll(() => readCharger(account, chargeBoxId), SOON)
      .toMatchObject({ connectors: kept.with(64, expect.objectContaining({ status: 'Preparing' })) });
    await charger.close();
  });
});
