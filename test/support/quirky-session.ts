import { expect } from 'vitest';
import * as z from 'zod';
import { transactionsOf } from './account.ts';
import { start, stop } from './charger-messages.ts';
import { SOON } from './charger-view.ts';
import type { RawCharger } from './raw-charger.ts';
import type { RestClient } from './rest-client.ts';

const Started = z.strictObject({
  transactionId: z
    .int()
    .min(1)
    .max(2 ** 31 - 1),
  idTagInfo: z.looseObject({ status: z.string() }),
});

/** Begins a transaction, with any JSON in any field; gives its number. */
export async function begin(charger: RawCharger, fields: Record<string, unknown> = {}): Promise<number> {
  const [, , confirmation] = await charger.call('StartTransaction', { ...start({}), ...fields });
  return Started.parse(confirmation).transactionId;
}

/** Ends one, with any JSON in any field; throws unless it is answered with a CALLRESULT. */
export async function end(charger: RawCharger, fields: Record<string, unknown>): Promise<unknown> {
  const [type, , confirmation] = await charger.call('StopTransaction', {
    ...stop({ transactionId: 0 }),
    ...fields,
  });
  expect(type).toBe(3);
  return confirmation;
}

/** Sends samples of one time on connector 1, with any JSON in any field; they are acknowledged, whatever they are. */
export async function sample(
  charger: RawCharger,
  fields: Record<string, unknown>,
  sampledValue: unknown,
  timestamp: unknown = '2025-01-15T10:45:00Z',
): Promise<void> {
  const payload = { connectorId: 1, meterValue: [{ timestamp, sampledValue }], ...fields };
  expect((await charger.call('MeterValues', payload)).slice(2)).toEqual([{}]);
}

/** One reading of the energy register, as most chargers send it. */
export function register(value: unknown, fields: Record<string, unknown> = {}) {
  return [{ value, measurand: 'Energy.Active.Import.Register', unit: 'Wh', ...fields }];
}

/** Waits until the newest transaction of a charger shows this. */
export async function expectTransaction(
  account: RestClient,
  chargeBoxId: string,
  expected: Record<string, unknown>,
): Promise<void> {
  await expect
    .poll(async () => (await transactionsOf(account, chargeBoxId))[0], SOON)
    .toMatchObject(expected);
}
