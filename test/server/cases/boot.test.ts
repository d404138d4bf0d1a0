import { expect, test } from 'vitest';
import { register, transactionsOf } from '../../support/account.ts';
import { boot, start, status } from '../../support/charger-messages.ts';
import { exampleOf, flagsOf, readCharger, SOON } from '../../support/charger-view.ts';
import { onlineCharger } from '../../support/online-charger.ts';
import { RawCharger } from '../../support/raw-charger.ts';
import { newAccount, sharedServer, unique } from '../../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

const ALL_FIELDS = {
  chargePointVendor: 'V'.repeat(20),
  chargePointModel: 'M'.repeat(20),
  chargePointSerialNumber: 'S'.repeat(25),
  chargeBoxSerialNumber: 'B'.repeat(25),
  firmwareVersion: 'F'.repeat(50),
  iccid: '8'.repeat(20),
  imsi: '2'.repeat(20),
  meterType: 'T'.repeat(25),
  meterSerialNumber: 'N'.repeat(25),
};

const OPTIONAL_AS_SHOWN = {
  chargePointSerialNumber: 'S'.repeat(25),
  chargeBoxSerialNumber: 'B'.repeat(25),
  firmwareVersion: 'F'.repeat(50),
  iccid: '8'.repeat(20),
  imsi: '2'.repeat(20),
  meterType: 'T'.repeat(25),
  meterSerialNumber: 'N'.repeat(25),
};

async function connected(fields: Record<string, unknown> = {}) {
  const chargeBoxId = unique('CP');
  await register(account, chargeBoxId, fields);
  return { chargeBoxId, charger: await RawCharger.connect(server.url, chargeBoxId) };
}

test('#149 X-B02: Pending: it boots and waits; remote start and stop are 409, its own start a SecurityError; then it is let in', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  await charger.call('StartTransaction', start({}));
  await expect.poll(() => transactionsOf(account, chargeBoxId), SOON).toHaveLength(1);
  const [transaction] = await transactionsOf(account, chargeBoxId);
  await account.patch(`/chargers/${chargeBoxId}`, { registration: 'Pending' });
  const [, , pending] = await charger.call('BootNotification', boot());
  expect(pending).toMatchObject({ status: 'Pending', interval: 60 });
  expect(await readCharger(account, chargeBoxId)).toMatchObject({ registration: 'Pending', isOnline: true });
  for (const refused of [
    await account.post('/transactions/start', { chargeBoxId, connectorId: 1 }),
    await account.post(`/transactions/${transaction?.transactionId}/stop`),
  ]) {
    expect(refused).toMatchObject({
      status: 409,
      body: { error: { code: 'CONFLICT', message: expect.stringContaining('Pending') } },
    });
  }
  const another = start({ timestamp: '2025-01-15T12:00:00Z' });
  expect(await charger.call('StartTransaction', another)).toMatchObject({ 0: 4, 2: 'SecurityError' });
  expect(await transactionsOf(account, chargeBoxId)).toHaveLength(1);
  await account.patch(`/chargers/${chargeBoxId}`, { registration: 'Accepted' });
  expect((await charger.call('BootNotification', boot()))[2]).toMatchObject({ status: 'Accepted' });
  expect((await charger.call('StartTransaction', another))[0]).toBe(3);
  expect(charger.frames.filter(([type]) => type === 2)).toEqual([]);
  await charger.close();
});

test('#154 X-B07: a boot with all fields is stored; a later one with the required ones alone takes nothing away', async () => {
  const { chargeBoxId, charger } = await connected();
  for (const [payload, vendor, model] of [
    [ALL_FIELDS, 'V'.repeat(20), 'M'.repeat(20)],
    [boot(), 'ABB', 'Terra AC'],
  ] as const) {
    expect((await charger.call('BootNotification', payload))[2]).toMatchObject({ status: 'Accepted' });
    expect(await readCharger(account, chargeBoxId)).toMatchObject({
      vendor,
      model,
      firmwareVersion: 'F'.repeat(50),
      boot: { vendor, model, ...OPTIONAL_AS_SHOWN },
    });
  }
  await charger.close();
});

test('#155 X-B08: fields as long as the standard allows are nothing odd', async () => {
  const { chargeBoxId, charger } = await connected({ settings: { strict: true } });
  expect((await charger.call('BootNotification', ALL_FIELDS))[2]).toMatchObject({ status: 'Accepted' });
  expect(await flagsOf(account, chargeBoxId)).toEqual({});
  await charger.close();
});

test.each(Object.entries(ALL_FIELDS))(
  '#155 X-B08: %s one character too long is served, stored whole and flagged; on a strict charger a PropertyConstraintViolation',
  async (field, longest) => {
    const { chargeBoxId, charger } = await connected();
    const {
      chargePointVendor: vendor,
      chargePointModel: model,
      ...rest
    } = { ...boot(), [field]: `${longest}+` };
    expect((await charger.call('BootNotification', { ...boot(), [field]: `${longest}+` }))[2]).toMatchObject({
      status: 'Accepted',
    });
    expect(await readCharger(account, chargeBoxId)).toMatchObject({ boot: { vendor, model, ...rest } });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ overlongText: 1 });
    expect(await exampleOf(account, chargeBoxId, 'overlongText')).toContain(longest);
    await account.patch(`/chargers/${chargeBoxId}`, { settings: { strict: true } });
    const refused = await charger.call('BootNotification', { ...boot(), [field]: `${longest}+` });
    expect(refused).toMatchObject({ 0: 4, 2: 'PropertyConstraintViolation' });
    await charger.close();
  },
);

test('#155 X-B08: a field of 600 characters is kept to 500', async () => {
  const { chargeBoxId, charger } = await connected();
  await charger.call('BootNotification', { ...boot(), firmwareVersion: 'f'.repeat(600) });
  expect(await readCharger(account, chargeBoxId)).toMatchObject({
    boot: { firmwareVersion: 'f'.repeat(500) },
  });
  await charger.close();
});

test('#157 X-B10: a boot with another firmware adds to the firmware history', async () => {
  const { chargeBoxId, charger } = await connected();
  for (const firmwareVersion of ['1.0', '1.0', '1.1', '1.1']) {
    await charger.call('BootNotification', { ...boot(), firmwareVersion });
  }
  expect(await readCharger(account, chargeBoxId)).toMatchObject({
    firmwareVersion: '1.1',
    firmwareHistory: [{ firmwareVersion: '1.0' }, { firmwareVersion: '1.1' }],
  });
  await charger.close();
});

test('#158 X-B11: a boot that comes again and again gets the same answer, doubles nothing and resets no connector', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account, { connectors: [0, 1, 2] });
  await charger.call('StatusNotification', status(2, 'Faulted'));
  await charger.call('StartTransaction', start({}));
  await charger.call('StatusNotification', status(1, 'Charging'));
  const before = (await readCharger(account, chargeBoxId)) as { connectors: unknown[] };
  for (let time = 0; time < 10; time += 1) {
    const [, , answer] = await charger.call('BootNotification', { ...boot(), firmwareVersion: '1.0' });
    expect(answer).toEqual({ status: 'Accepted', interval: 60, currentTime: expect.stringMatching(/Z$/) });
  }
  const after = (await readCharger(account, chargeBoxId)) as {
    connectors: object[];
    firmwareHistory: unknown[];
  };
  expect(after.connectors).toMatchObject([
    { connectorId: 0, status: 'Available' },
    { connectorId: 1, status: 'Charging', transactionId: expect.any(String) },
    { connectorId: 2, status: 'Faulted' },
  ]);
  expect(after.connectors).toHaveLength(before.connectors.length);
  expect(after.firmwareHistory).toHaveLength(1);
  expect(await account.get(`/chargers?q=${chargeBoxId}`)).toMatchObject({
    body: { pagination: { total: 1 } },
  });
  await expect
    .poll(() => transactionsOf(account, chargeBoxId), SOON)
    .toMatchObject([{ status: 'in_progress' }]);
  expect(charger.frames.filter(([type]) => type === 2)).toEqual([]);
  await charger.close();
});
