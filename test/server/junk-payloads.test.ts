import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { transactionsOf } from '../support/account.ts';
import { start, stop } from '../support/charger-messages.ts';
import { onlineCharger } from '../support/online-charger.ts';
import { newAccount, sharedServer } from '../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

/** JSON texts that no schema would let into a field. */
const JUNK = [
  'null',
  'true',
  '"abc"',
  '""',
  '"\\ud800"',
  '"\\u0000"',
  '-1',
  '1.5',
  '1e20',
  '2147483648',
  '-2147483649',
  '9007199254740993',
  '1e400',
  '-0',
  '[]',
  '[null]',
  '[[]]',
  '{}',
  '{"a":{}}',
  '{"__proto__":{"status":1}}',
  `"${'x'.repeat(10_000)}"`,
  `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
];

const SAMPLES = [
  '[{}]',
  '[{"timestamp":5,"sampledValue":7}]',
  '[{"timestamp":"2025-01-15T10:40:00Z","sampledValue":[null,{},{"value":null},{"value":{}},{"value":""}]}]',
  '[{"timestamp":"soon","sampledValue":[{"value":"NaN"}]}]',
  '{"timestamp":"2025-01-15T10:40:00Z","sampledValue":{"value":1,"unit":"Celcius","measurand":"Request.Energy"}}',
  '[{"timestamp":"2025-01-15T10:40:00Z","sampledValue":[{"value":"1e999","format":"SignedData","context":3}]}]',
];

const Confirmed = z.strictObject({
  transactionId: z
    .int()
    .min(1)
    .max(2 ** 31 - 1),
  idTagInfo: z.looseObject({ status: z.string() }),
});

/** The payload with one field in raw JSON. */
function withField(payload: object, field: string, json: string): string {
  const rest = JSON.stringify({ ...payload, [field]: undefined }).slice(1, -1);
  return `{${rest}${rest === '' ? '' : ','}${JSON.stringify(field)}:${json}}`;
}

describe('money is never refused: whatever object these carry, they get a CALLRESULT (OCPP 1.6 3.7.1, 4.8, 4.10)', () => {
  test.each(['connectorId', 'idTag', 'meterStart', 'timestamp', 'reservationId', 'unknown'])(
    'StartTransaction with junk in %s, and gets a number',
    async (field) => {
      const { chargeBoxId, charger } = await onlineCharger(account);
      for (const [index, json] of JUNK.entries()) {
        charger.send(`[2,"${field}-${index}","StartTransaction",${withField(start({}), field, json)}]`);
        const answer = await charger.answerTo(`${field}-${index}`);
        expect(answer[0], json.slice(0, 80)).toBe(3);
        Confirmed.parse(answer[2]);
      }
      await expect
        .poll(async () => (await transactionsOf(account, chargeBoxId)).length, { timeout: 3_000 })
        .toBeGreaterThan(0);
      await charger.close();
    },
  );

  test('StartTransaction with nothing at all gets a number and Invalid', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const [type, , confirmation] = await charger.call('StartTransaction', {});
    expect(type).toBe(3);
    expect(Confirmed.parse(confirmation).idTagInfo.status).toBe('Invalid');
    await expect
      .poll(() => transactionsOf(account, chargeBoxId))
      .toMatchObject([
        {
          connectorId: null,
          idTag: null,
          meterStart: null,
          anomalies: expect.arrayContaining(['startWithoutConnector', 'startWithoutIdTag']),
        },
      ]);
    await charger.close();
  });

  test.each(['transactionId', 'idTag', 'meterStop', 'timestamp', 'reason', 'transactionData', 'unknown'])(
    'StopTransaction with junk in %s',
    async (field) => {
      const { charger } = await onlineCharger(account);
      for (const [index, json] of [...JUNK, ...SAMPLES].entries()) {
        const time = new Date(Date.UTC(2025, 0, 15, 10, index)).toISOString();
        const [, , started] = await charger.call('StartTransaction', start({ timestamp: time }));
        const { transactionId } = Confirmed.parse(started);
        const payload = withField(stop({ transactionId }), field, json);
        charger.send(`[2,"${field}-${index}","StopTransaction",${payload}]`);
        expect((await charger.answerTo(`${field}-${index}`))[0], json.slice(0, 80)).toBe(3);
      }
      expect((await charger.call('StopTransaction', {}))[0]).toBe(3);
      await charger.close();
    },
  );

  test.each(['connectorId', 'transactionId', 'meterValue', 'unknown'])(
    'MeterValues with junk in %s',
    async (field) => {
      const { chargeBoxId, charger } = await onlineCharger(account);
      const { transactionId } = Confirmed.parse((await charger.call('StartTransaction', start({})))[2]);
      const good = [{ timestamp: '2025-01-15T10:45:00Z', sampledValue: [{ value: '12450' }] }];
      for (const [index, json] of [...JUNK, ...SAMPLES].entries()) {
        const payload = withField({ connectorId: 1, transactionId, meterValue: good }, field, json);
        charger.send(`[2,"${field}-${index}","MeterValues",${payload}]`);
        expect(await charger.answerTo(`${field}-${index}`), json.slice(0, 80)).toEqual([
          3,
          `${field}-${index}`,
          {},
        ]);
      }
      expect((await charger.call('MeterValues', {}))[2]).toEqual({});
      // After all of it the session can still be read and stopped, at the meter's word.
      await charger.call('StopTransaction', stop({ transactionId }));
      await expect
        .poll(() => transactionsOf(account, chargeBoxId), { timeout: 3_000 })
        .toMatchObject([{ status: 'completed', energyDelivered: 18.73 }]);
      await charger.close();
    },
  );
});
