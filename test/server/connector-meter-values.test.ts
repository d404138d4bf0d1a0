import { describe, expect, test } from 'vitest';
import { connectorMeterValuesOf } from '../support/charger-view.ts';
import { onlineCharger } from '../support/online-charger.ts';
import { begin, end, register, sample } from '../support/quirky-session.ts';
import { newAccount, sharedServer } from '../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

describe('GET …/connectors/{connectorId}/meter-values', () => {
  test('gives what was measured outside transactions, in the order of time, and nothing of a transaction', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await sample(charger, {}, register('12450', { context: 'Sample.Clock' }), '2025-01-15T10:15:00Z');
    await sample(charger, {}, register('12400', { context: 'Sample.Clock' }), '2025-01-15T10:00:00Z');
    const transactionId = await begin(charger);
    await sample(charger, { transactionId }, register('12500'));
    await end(charger, { transactionId });
    const series = await connectorMeterValuesOf(account, chargeBoxId, 1);
    expect(series.map(({ timestamp, value }) => [timestamp, value])).toEqual([
      ['2025-01-15T10:00:00Z', 12_400],
      ['2025-01-15T10:15:00Z', 12_450],
    ]);
    await charger.close();
  });

  test('from, to and limit cut it: the newest stay', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    for (const minute of [10, 15, 20, 25]) {
      await sample(charger, {}, register(`${minute}`), `2025-01-15T10:${minute}:00Z`);
    }
    const valuesOf = async (query: string) =>
      (await connectorMeterValuesOf(account, chargeBoxId, 1, query)).map(({ value }) => value);
    expect(await valuesOf('?from=2025-01-15T10:15:00Z&to=2025-01-15T10:25:00Z')).toEqual([15, 20]);
    expect(await valuesOf('?limit=3')).toEqual([15, 20, 25]);
    expect(await valuesOf('?limit=1&to=2025-01-15T10:15:00Z')).toEqual([10]);
    await charger.close();
  });

  test('connector 0 is the main meter, whether or not it has ever told a status', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    expect(await connectorMeterValuesOf(account, chargeBoxId, 0)).toEqual([]);
    await sample(charger, { connectorId: 0 }, register('99000', { location: 'Inlet' }));
    expect(await connectorMeterValuesOf(account, chargeBoxId, 0)).toMatchObject([{ value: 99_000 }]);
    expect(await connectorMeterValuesOf(account, chargeBoxId, 1)).toEqual([]);
    await charger.close();
  });

  test('a connector that the charger has not reported is 404 with those that it has; so is another’s charger', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const path = `/chargers/${chargeBoxId}/connectors/9/meter-values`;
    expect(await account.get(path)).toMatchObject({
      status: 404,
      body: { error: { code: 'NOT_FOUND', details: { knownConnectors: [1] } } },
    });
    const stranger = await newAccount(server);
    expect(await stranger.get(`/chargers/${chargeBoxId}/connectors/0/meter-values`)).toMatchObject({
      status: 404,
    });
    expect(await account.get(`${path}?limit=10001`)).toMatchObject({ status: 400 });
    await charger.close();
  });
});
