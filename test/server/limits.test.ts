import { expect, test } from 'vitest';
import { registerCaseTags } from '../support/id-tags.ts';
import { newAccount, sharedServer } from '../support/server.ts';
import { Station } from '../support/station.ts';

const account = await newAccount(sharedServer());
await registerCaseTags(account);

/** A profile of the session's own. */
const TX = {
  chargingProfileId: 3,
  stackLevel: 0,
  chargingProfilePurpose: 'TxProfile',
  chargingProfileKind: 'Relative',
  chargingSchedule: { chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 6 }] },
};

test('a plain limit for the whole charger: in force with its end, and taken back', async () => {
  const station = await Station.booted(account);
  const path = `/chargers/${station.chargeBoxId}/limit`;
  const until = new Date(Date.now() + 3_600_000).toISOString();
  expect(await account.put(path, { watts: 7_400, until })).toMatchObject({
    status: 200,
    body: { status: 'Accepted' },
  });
  expect(await account.get(path)).toMatchObject({
    body: { connectorId: 0, watts: 7_400, amps: null, until },
  });
  expect(await account.delete(path)).toMatchObject({ status: 200, body: { status: 'Accepted' } });
  expect(await account.get(path)).toMatchObject({ body: { watts: null, since: null } });
  await station.close('SetChargingProfile', 'ClearChargingProfile');
  expect(station.received[0]?.payload).toMatchObject({
    connectorId: 0,
    csChargingProfiles: {
      chargingProfilePurpose: 'ChargePointMaxProfile',
      validTo: until,
      chargingSchedule: { chargingRateUnit: 'W', chargingSchedulePeriod: [{ startPeriod: 0, limit: 7_400 }] },
    },
  });
});

test('a plain limit of a connector counts for its running session too, where that has a profile of its own', async () => {
  const station = await Station.booted(account);
  const path = `/chargers/${station.chargeBoxId}/connectors/1/limit`;
  await account.put(path, { amps: 10 });
  const { transactionId } = await station.start();
  await station.order('charging-profiles', { connectorId: 1, csChargingProfiles: TX });
  await account.put(path, { amps: 8.5 });
  expect(await account.get(path)).toMatchObject({ body: { connectorId: 1, amps: 8.5, until: null } });
  await account.delete(path);
  expect(await account.get(`/chargers/${station.chargeBoxId}/charging-profiles`)).toMatchObject({
    body: { chargingProfiles: [{ csChargingProfiles: { chargingProfileId: 3 } }] },
  });
  await station.drop();
  const sent = station.received.map(({ payload }) => payload);
  expect(sent[3]).toMatchObject({
    csChargingProfiles: { chargingProfilePurpose: 'TxProfile', transactionId, stackLevel: 1 },
  });
});

test('a limit is checked: one unit, one decimal, an end in the future, a connector that is there', async () => {
  const station = await Station.booted(account);
  const path = `/chargers/${station.chargeBoxId}/limit`;
  for (const wrong of [
    {},
    { amps: 1, watts: 1 },
    { amps: -1 },
    { amps: 6.05 },
    { amps: 6, until: '2025-01-01T00:00:00Z' },
    { amp: 6 },
  ]) {
    expect((await account.put(path, wrong)).status).toBe(400);
  }
  expect((await account.put(`/chargers/${station.chargeBoxId}/connectors/9/limit`, { amps: 6 })).status).toBe(
    404,
  );
  const stranger = await newAccount(sharedServer());
  expect((await stranger.get(path)).status).toBe(404);
  expect((await stranger.put(path, { amps: 6 })).status).toBe(404);
  expect((await stranger.get(`/chargers/${station.chargeBoxId}/charging-profiles`)).status).toBe(404);
  await station.close();
});
