import { expect, test } from 'vitest';
import { flagsOf } from '../../support/charger-view.ts';
import { onlineCharger } from '../../support/online-charger.ts';
import type { RawCharger } from '../../support/raw-charger.ts';
import { newAccount, sharedServer } from '../../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

/** Asks a charger for one configuration key; it answers with this JSON text in the place of the payload. */
async function getConfiguration(chargeBoxId: string, charger: RawCharger, key: string, payload: string) {
  const asking = account.post(`/chargers/${chargeBoxId}/configuration/get`, { key: [key] });
  const { id } = await charger.nextCall();
  charger.send(`[3,"${id}",${payload}]`);
  return asking;
}

test('a list that was not opened (Grizzl-E, `"configurationKey":],`): read as an empty one, repairedJson', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  const payload = '{"configurationKey":],"unknownKey":["Foo"]}';
  expect(await getConfiguration(chargeBoxId, charger, 'Foo', payload)).toMatchObject({
    status: 200,
    body: { configurationKey: [], unknownKey: ['Foo'] },
  });
  expect(await flagsOf(account, chargeBoxId)).toMatchObject({ repairedJson: 1 });
  await charger.close();
});

test('configuration values that are no text, and a key in another case (chargers used with lbbrhzn and evcc): understood', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  const payload = '{"configurationKey":[{"key":"heartbeatinterval","readonly":false,"value":60}]}';
  expect(await getConfiguration(chargeBoxId, charger, 'HeartbeatInterval', payload)).toMatchObject({
    status: 200,
    body: { configurationKey: [{ value: '60' }] },
  });
  expect(await account.get(`/chargers/${chargeBoxId}/configuration`)).toMatchObject({
    body: { keys: [{ value: '60' }] },
  });
  expect(await flagsOf(account, chargeBoxId)).toEqual({ coercedString: 1 });
  await charger.close();
});
