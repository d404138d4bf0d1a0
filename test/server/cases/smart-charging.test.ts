import { expect, test } from 'vitest';
import { boot } from '../../support/charger-messages.ts';
import { registerCaseTags } from '../../support/id-tags.ts';
import { newAccount, sharedServer } from '../../support/server.ts';
import { Station } from '../../support/station.ts';

const account = await newAccount(sharedServer());
await registerCaseTags(account);

const FROM = '2026-01-01T00:00:00Z';
const TO = '2036-01-01T00:00:00Z';

/** The TxDefaultProfile of the official case: Absolute, with all its times, 6 A. */
function profile(fields: Record<string, unknown> = {}, schedule: Record<string, unknown> = {}) {
  return {
    chargingProfileId: 1,
    stackLevel: 0,
    chargingProfilePurpose: 'TxDefaultProfile',
    chargingProfileKind: 'Absolute',
    validFrom: FROM,
    validTo: TO,
    ...fields,
    chargingSchedule: {
      duration: 86_400,
      startSchedule: FROM,
      chargingRateUnit: 'A',
      chargingSchedulePeriod: [{ startPeriod: 0, limit: 6 }],
      ...schedule,
    },
  };
}

const TX = { chargingProfileId: 3, chargingProfilePurpose: 'TxProfile' };
const MAX = { chargingProfileId: 2, chargingProfilePurpose: 'ChargePointMaxProfile' };

function set(station: Station, connectorId: number, csChargingProfiles: Record<string, unknown>) {
  return station.order('charging-profiles', { connectorId, csChargingProfiles });
}

async function installed({
  chargeBoxId,
}: Station): Promise<{ connectorId: number; id: number; more: unknown }[]> {
  const { body } = await account.get(`/chargers/${chargeBoxId}/charging-profiles`);
  const { chargingProfiles } = body as {
    chargingProfiles: { connectorId: number; csChargingProfiles: { chargingProfileId: number } }[];
  };
  return chargingProfiles.map(({ connectorId, csChargingProfiles }) => ({
    connectorId,
    id: csChargingProfiles.chargingProfileId,
    more: csChargingProfiles,
  }));
}

function clear({ chargeBoxId }: Station, query: string) {
  return account.delete(`/chargers/${chargeBoxId}/charging-profiles${query}`);
}

test('#58 TC_056_CSMS a TxDefaultProfile is sent as it is and shown as installed', async () => {
  const station = await Station.booted(account);
  expect(await set(station, 1, profile())).toMatchObject({ status: 200, body: { status: 'Accepted' } });
  expect(await installed(station)).toMatchObject([{ connectorId: 1, id: 1 }]);
  await station.close('SetChargingProfile');
  expect(station.received[0]?.payload).toEqual({ connectorId: 1, csChargingProfiles: profile() });
});

test.each([
  ['Absolute', profile(TX)],
  [
    'Relative',
    {
      ...profile({ ...TX, chargingProfileKind: 'Relative' }),
      chargingSchedule: { chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 8 }] },
    },
  ],
])(
  '#59 TC_057_CSMS, #293 X-C08 a TxProfile, %s, is bound to the running transaction and gone with it',
  async (_kind, sent) => {
    const station = await Station.booted(account);
    const { transactionId } = await station.start();
    expect(await set(station, 1, sent)).toMatchObject({ body: { status: 'Accepted' } });
    expect(await installed(station)).toMatchObject([{ id: 3, more: { transactionId } }]);
    await station.stop(transactionId);
    expect(await installed(station)).toEqual([]);
    await station.close('SetChargingProfile');
    expect(station.received[0]?.payload).toEqual({
      connectorId: 1,
      csChargingProfiles: { ...sent, transactionId },
    });
  },
);

test('#60 TC_059_CSMS a remote start with a profile: it is shown for the transaction that results', async () => {
  const station = await Station.booted(account);
  const chargingProfile = profile(TX);
  const { chargeBoxId } = station;
  const asked = { chargeBoxId, connectorId: 1, idTag: 'VALID1', chargingProfile };
  expect(await account.post('/transactions/start', asked)).toMatchObject({ status: 202 });
  expect(await installed(station)).toEqual([]);
  const { transactionId } = await station.start();
  expect(await installed(station)).toMatchObject([{ connectorId: 1, id: 3, more: { transactionId } }]);
  await station.close('RemoteStartTransaction');
  expect(station.received[0]?.payload).toEqual({ connectorId: 1, idTag: 'VALID1', chargingProfile });
});

test('#61 TC_066_CSMS the composite schedule comes back to the caller', async () => {
  const station = await Station.booted(account);
  const chargingSchedule = {
    chargingRateUnit: 'W',
    chargingSchedulePeriod: [{ startPeriod: 0, limit: 6000 }],
  };
  const answer = { status: 'Accepted', connectorId: 1, scheduleStart: FROM, chargingSchedule };
  station.on('GetCompositeSchedule', () => answer);
  const asked = { connectorId: 1, duration: 300, chargingRateUnit: 'W' };
  expect(await station.order('composite-schedule', asked)).toMatchObject({ status: 200, body: answer });
  await station.close('GetCompositeSchedule');
  expect(station.received[0]?.payload).toEqual(asked);
});

test('#295 X-C10 a composite schedule that is Rejected has none', async () => {
  const station = await Station.booted(account);
  station.on('GetCompositeSchedule', () => ({ status: 'Rejected' }));
  const { body } = await station.order('composite-schedule', { connectorId: 1, duration: 300 });
  expect(body).toMatchObject({ status: 'Rejected' });
  expect(body).not.toHaveProperty('chargingSchedule');
  await station.close('GetCompositeSchedule');
});

test('#296 X-C11 the composite schedule of connector 0 is that of the whole charger', async () => {
  const station = await Station.booted(account);
  const answer = { status: 'Accepted', connectorId: 0, scheduleStart: FROM };
  station.on('GetCompositeSchedule', () => answer);
  expect(await station.order('composite-schedule', { connectorId: 0, duration: 60 })).toMatchObject({
    body: answer,
  });
  await station.close('GetCompositeSchedule');
});

test('#62 TC_067_CSMS profiles are cleared by id, by criteria, and all: 3, 2, 1, 0', async () => {
  const station = await Station.booted(account);
  await station.start();
  await set(station, 0, profile(MAX));
  await set(station, 1, profile());
  await set(station, 1, profile(TX));
  expect(await installed(station)).toHaveLength(3);
  expect(await clear(station, '?id=2&connectorId=1')).toMatchObject({
    status: 200,
    body: { status: 'Accepted' },
  });
  expect((await installed(station)).map(({ id }) => id)).toEqual([1, 3]);
  await clear(station, '?connectorId=1&chargingProfilePurpose=TxDefaultProfile&stackLevel=0');
  expect((await installed(station)).map(({ id }) => id)).toEqual([3]);
  await clear(station, '');
  expect(await installed(station)).toEqual([]);
  await station.drop();
  const cleared = station.received.slice(-3).map(({ payload }) => payload);
  expect(cleared).toEqual([
    { id: 2 },
    { connectorId: 1, chargingProfilePurpose: 'TxDefaultProfile', stackLevel: 0 },
    {},
  ]);
});

test('a profile takes the place of the one with its number, and of the one of its purpose, level and connector', async () => {
  const station = await Station.booted(account, { connectors: [0, 1, 2] });
  await set(station, 1, profile());
  await set(station, 2, profile({ chargingProfileId: 5 }));
  await set(station, 1, profile({ chargingProfileId: 6 }));
  expect((await installed(station)).map(({ connectorId, id }) => [connectorId, id])).toEqual([
    [2, 5],
    [1, 6],
  ]);
  await set(station, 1, profile({ chargingProfileId: 5, stackLevel: 3 }));
  expect((await installed(station)).map(({ connectorId, id }) => [connectorId, id])).toEqual([
    [1, 5],
    [1, 6],
  ]);
  await station.drop();
});

test.each<[string, number, Record<string, unknown>, string]>([
  ['#286 X-C01 ChargePointMaxProfile on connector 1', 1, profile(MAX), 'chargingProfilePurpose'],
  ['#287 X-C02 TxProfile on connector 0', 0, profile(TX), 'chargingProfilePurpose'],
  ['#287 X-C02 TxProfile without a transaction', 1, profile(TX), 'chargingProfilePurpose'],
  [
    '#289 X-C04 first startPeriod not 0',
    1,
    profile({}, { chargingSchedulePeriod: [{ startPeriod: 5, limit: 6 }] }),
    'chargingSchedule.chargingSchedulePeriod.0.startPeriod',
  ],
  [
    '#289 X-C04 periods out of order',
    1,
    profile({}, { chargingSchedulePeriod: [0, 60, 30].map((startPeriod) => ({ startPeriod, limit: 6 })) }),
    'chargingSchedule.chargingSchedulePeriod.2.startPeriod',
  ],
  [
    '#290 X-C05 a limit of 16.15',
    1,
    profile({}, { chargingSchedulePeriod: [{ startPeriod: 0, limit: 16.15 }] }),
    'chargingSchedule.chargingSchedulePeriod.0.limit',
  ],
  ['recurrencyKind where nothing recurs', 1, profile({ recurrencyKind: 'Daily' }), 'recurrencyKind'],
  ['Recurring without recurrencyKind', 1, profile({ chargingProfileKind: 'Recurring' }), 'recurrencyKind'],
  [
    'Relative with startSchedule',
    1,
    profile({ chargingProfileKind: 'Relative' }),
    'chargingSchedule.startSchedule',
  ],
  ['a transactionId outside a TxProfile', 1, profile({ transactionId: 1 }), 'transactionId'],
  ['validTo before validFrom', 1, profile({ validFrom: TO, validTo: FROM }), 'validTo'],
])('%s is 400, names the field, and is not sent', async (_rule, connectorId, sent, field) => {
  const station = await Station.booted(account);
  expect(await set(station, connectorId, sent)).toMatchObject({
    status: 400,
    body: { error: { code: 'VALIDATION_ERROR', details: [{ field: `csChargingProfiles.${field}` }] } },
  });
  await station.close();
});

test('#289 X-C04 what the charger has told that it cannot is 400', async () => {
  const station = await Station.booted(account);
  station.on('GetConfiguration', () => ({
    configurationKey: Object.entries({
      ChargeProfileMaxStackLevel: '1',
      ChargingScheduleAllowedChargingRateUnit: 'Current',
      ChargingScheduleMaxPeriods: '1',
      MaxChargingProfilesInstalled: '1',
    }).map(([key, value]) => ({ key, value, readonly: true })),
  }));
  await station.order('configuration/get', {});
  const periods = [0, 60].map((startPeriod) => ({ startPeriod, limit: 6 }));
  for (const [fields, schedule] of [
    [{ stackLevel: 2 }, {}],
    [{}, { chargingRateUnit: 'W' }],
    [{}, { chargingSchedulePeriod: periods }],
  ] as const) {
    expect((await set(station, 1, profile(fields, schedule))).status).toBe(400);
  }
  expect((await set(station, 1, profile())).status).toBe(200);
  expect((await set(station, 1, profile({ chargingProfileId: 9, stackLevel: 1 }))).status).toBe(400);
  await station.close('GetConfiguration', 'SetChargingProfile');
});

test('#287 X-C02 the raw route sends a TxProfile without a transaction; #290 X-C05 8.1 passes', async () => {
  const station = await Station.booted(account);
  station.on('SetChargingProfile', () => ({ status: 'Rejected' }));
  const csChargingProfiles = profile(TX, { chargingSchedulePeriod: [{ startPeriod: 0, limit: 8.1 }] });
  const raw = { action: 'SetChargingProfile', payload: { connectorId: 1, csChargingProfiles } };
  expect(await station.order('commands', raw)).toMatchObject({ status: 200, body: { status: 'Rejected' } });
  await station.close('SetChargingProfile');
  expect(station.received[0]?.payload).toEqual(raw.payload);
});

test('#292 X-C07 Rejected, NotSupported and errors are shown, and our copy stays as it is', async () => {
  const station = await Station.booted(account);
  await set(station, 1, profile());
  for (const status of ['Rejected', 'NotSupported']) {
    station.on('SetChargingProfile', () => ({ status }));
    expect(await set(station, 1, profile({ chargingProfileId: 8 }))).toMatchObject({
      status: 200,
      body: { status },
    });
  }
  for (const code of ['PropertyConstraintViolation', 'NotSupported']) {
    station.on('SetChargingProfile', () => {
      throw Object.assign(new Error('Not so.'), { rpcErrorCode: code });
    });
    expect(await set(station, 1, profile({ chargingProfileId: 8 }))).toMatchObject({
      status: 200,
      body: { status: 'CallError', error: { code, description: 'Not so.' } },
    });
  }
  station.on('ClearChargingProfile', () => ({ status: 'Unknown' }));
  expect((await installed(station)).map(({ id }) => id)).toEqual([1]);
  expect(await clear(station, '?id=1')).toMatchObject({ body: { status: 'Unknown' } });
  expect(await installed(station)).toEqual([]);
  await station.drop();
});

test('#298 X-C13, #299 X-C14 no profile is pushed to a start that comes late, and our copy survives a boot', async () => {
  const station = await Station.booted(account);
  await set(station, 1, profile());
  await station.drop();
  await station.connect();
  await station.call('BootNotification', boot());
  await station.start({ timestamp: '2025-01-15T10:00:00Z' });
  expect((await installed(station)).map(({ id }) => id)).toEqual([1]);
  await station.close('SetChargingProfile');
});
