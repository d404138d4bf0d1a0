import { describe, expect, test } from 'vitest';
import { onlineCharger } from '../support/online-charger.ts';
import { newAccount, sharedServer } from '../support/server.ts';

const account = await newAccount(sharedServer());

const profile = {
  chargingProfileId: 7,
  stackLevel: 0,
  chargingProfilePurpose: 'TxProfile',
  chargingProfileKind: 'Relative',
  chargingSchedule: {
    chargingRateUnit: 'A',
    chargingSchedulePeriod: [{ startPeriod: 0, limit: 8.1 }],
  },
};

describe('a remote start with a charging profile (OCPP 1.6 5.11)', () => {
  test('takes it to the charger as it is', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const body = { chargeBoxId, connectorId: 1, idTag: 'USER-001', chargingProfile: profile };
    const answer = account.post('/transactions/start', body);
    const call = await charger.nextCall();
    expect(call.payload).toEqual({ connectorId: 1, idTag: 'USER-001', chargingProfile: profile });
    charger.sendFrame(3, call.id, { status: 'Accepted' });
    expect(await answer).toMatchObject({ status: 202, body: { status: 'Accepted' } });
    await charger.close();
  });

  test('POST …/remote-start does the same for a charger', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const answer = account.post(`/chargers/${chargeBoxId}/remote-start`, {
      connectorId: 1,
      chargingProfile: profile,
    });
    const call = await charger.nextCall();
    expect(call).toMatchObject({
      action: 'RemoteStartTransaction',
      payload: { connectorId: 1, idTag: 'CAPACITOR', chargingProfile: profile },
    });
    charger.sendFrame(3, call.id, { status: 'Rejected' });
    expect(await answer).toMatchObject({ status: 200, body: { chargeBoxId, status: 'Rejected' } });
    await charger.close();
  });

  test.each([
    [{ connectorId: 0 }, 'connectorId'],
    [{ idTag: 'x'.repeat(21) }, 'idTag'],
    [{ chargingProfile: { ...profile, transactionId: 5 } }, 'chargingProfile.transactionId'],
    [{ deliverWithinSeconds: 60 }, 'deliverWithinSeconds'],
  ])('POST …/remote-start with %j: 400, and nothing is sent', async (body, field) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const framesBefore = charger.frames.length;
    const answer = await account.post(`/chargers/${chargeBoxId}/remote-start`, body);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR' } } });
    expect(JSON.stringify(answer.body)).toContain(field);
    expect(charger.frames.length).toBe(framesBefore);
    await charger.close();
  });

  test.each([
    ['another purpose', { chargingProfilePurpose: 'TxDefaultProfile' }, 'chargingProfilePurpose'],
    ['a transactionId', { transactionId: 5 }, 'transactionId'],
    ['a recurrency that it has not', { recurrencyKind: 'Daily' }, 'recurrencyKind'],
    [
      'a schedule that begins late',
      {
        chargingSchedule: {
          chargingRateUnit: 'A',
          chargingSchedulePeriod: [{ startPeriod: 60, limit: 8 }],
        },
      },
      'startPeriod',
    ],
    [
      'a limit with two decimals',
      {
        chargingSchedule: {
          chargingRateUnit: 'A',
          chargingSchedulePeriod: [{ startPeriod: 0, limit: 16.15 }],
        },
      },
      'limit',
    ],
  ])('with %s: 400 that names the field, and nothing is sent', async (_, fields, field) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const framesBefore = charger.frames.length;
    const body = {
      chargeBoxId,
      connectorId: 1,
      idTag: 'USER-001',
      chargingProfile: { ...profile, ...fields },
    };
    const answer = await account.post('/transactions/start', body);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR' } } });
    expect(JSON.stringify(answer.body)).toContain(field);
    expect(charger.frames.length).toBe(framesBefore);
    await charger.close();
  });
});
