import { expect, test } from 'vitest';
import { boot } from '../../support/charger-messages.ts';
import { newAccount, sharedServer } from '../../support/server.ts';
import { Station } from '../../support/station.ts';

const account = await newAccount(sharedServer());

test('a command waits until the charger’s boot has been answered', async () => {
  const station = await Station.connected(account);
  const answered = station.order('cache/clear');
  expect(await station.call('BootNotification', boot())).toMatchObject({ status: 'Accepted' });
  expect(await answered).toMatchObject({ status: 200, body: { status: 'Accepted' } });
  await station.close('ClearCache');
  const { body } = await account.get(`/chargers/${station.chargeBoxId}/messages?limit=10`);
  const { messages } = body as { messages: { action: string; kind: string }[] };
  expect(messages.map(({ action, kind }) => `${action} ${kind}`).toReversed()).toEqual([
    'BootNotification call',
    'BootNotification callResult',
    'ClearCache call',
    'ClearCache callResult',
  ]);
});

test('a charger that says nothing on a new connection is called after a while', async () => {
  const station = await Station.connected(account);
  expect(await station.order('cache/clear')).toMatchObject({ status: 200 });
  await station.close('ClearCache');
});

test('a charger that refuses connector 0 is asked for connector 1, where its owner has said so', async () => {
  const station = await Station.booted(account, { settings: { refusesConnectorZero: true } });
  await station.order('availability', { connectorId: 0, type: 'Inoperative' });
  await station.order('composite-schedule', { connectorId: 0, duration: 60 });
  await station.close('ChangeAvailability', 'GetCompositeSchedule');
  expect(station.received.map(({ payload }) => payload)).toMatchObject([
    { connectorId: 1 },
    { connectorId: 1 },
  ]);
});

test('a plain limit takes the form that a charger needs: level, kind, unit, whole numbers', async () => {
  const limitProfile = { stackLevel: 0, kind: 'Relative', unit: 'W', isWholeNumber: true };
  const station = await Station.booted(account, { settings: { limitProfile } });
  await account.put(`/chargers/${station.chargeBoxId}/connectors/1/limit`, { amps: 10.1 });
  await station.close('SetChargingProfile');
  expect(station.received[0]?.payload).toEqual({
    connectorId: 1,
    csChargingProfiles: {
      chargingProfileId: expect.any(Number),
      stackLevel: 0,
      chargingProfilePurpose: 'TxDefaultProfile',
      chargingProfileKind: 'Relative',
      validFrom: expect.any(String),
      chargingSchedule: { chargingRateUnit: 'W', chargingSchedulePeriod: [{ startPeriod: 0, limit: 6_969 }] },
    },
  });
});

test('a rejected trigger of MeterValues does not make a charger offline', async () => {
  const station = await Station.booted(account);
  station.on('TriggerMessage', () => ({ status: 'Rejected' }));
  const trigger = { requestedMessage: 'MeterValues', connectorId: 1 };
  expect(await station.order('trigger', trigger)).toMatchObject({
    status: 200,
    body: { status: 'Rejected' },
  });
  expect(await station.read()).toMatchObject({ isOnline: true, isStale: false });
  await station.close('TriggerMessage');
});

test.each([
  ['refuses', null],
  ['tells none', {}],
])(
  'a charger that %s when it is asked for all its keys is asked for the standard ones by name',
  async (_how, answer) => {
    const station = await Station.booted(account);
    const asked: string[][] = [];
    station.on('GetConfiguration', ({ key }) => {
      if (!Array.isArray(key) && answer === null) throw new Error('Name them.');
      if (!Array.isArray(key)) return { ...answer };
      asked.push(key);
      return { configurationKey: key.map((name) => ({ key: String(name), readonly: false, value: '1' })) };
    });
    expect(await station.order('configuration/get', {})).toMatchObject({
      status: 200,
      body: {
        status: 'Accepted',
        configurationKey: expect.arrayContaining([expect.objectContaining({ key: 'HeartbeatInterval' })]),
      },
    });
    expect(Math.max(...asked.map((keys) => keys.length))).toBeLessThanOrEqual(20);
    expect(asked.flat()).not.toContain('AuthorizationKey');
    await station.drop();
  },
);
