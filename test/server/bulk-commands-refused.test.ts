import { expect, test } from 'vitest';
import { beginBulk, Fleet } from '../support/fleet.ts';
import { newAccount, sharedServer, unique } from '../support/server.ts';

const server = sharedServer();

test('another account’s bulk command does not exist', async () => {
  const [account, other] = [await newAccount(server), await newAccount(server)];
  const fleet = await Fleet.online(account, 'ClearCache', ['offline']);
  const id = await beginBulk(account, { filter: { label: fleet.label }, action: 'ClearCache' });
  expect(await other.get(`/bulk-commands/${id}`)).toMatchObject({ status: 404 });
  expect(await other.post(`/bulk-commands/${id}/cancel`)).toMatchObject({ status: 404 });
  expect(await other.post(`/bulk-commands/${id}/resume`)).toMatchObject({ status: 404 });
  expect(await account.get(`/bulk-commands/${id}x`)).toMatchObject({ status: 404 });
  expect((await other.get('/bulk-commands')).body).toMatchObject({ bulkCommands: [] });
  expect(
    await other.post('/bulk-commands', {
      filter: { chargeBoxIds: fleet.chargeBoxIds },
      action: 'ClearCache',
    }),
  ).toMatchObject({ status: 404 });
});

test.each([
  ['no criterion', { filter: {} }, 'filter'],
  ['an unknown criterion', { filter: { vendor: 'ABB' } }, 'filter'],
  ['an empty list of ids', { filter: { chargeBoxIds: [] } }, 'filter.chargeBoxIds'],
  ['a message that only chargers send', { action: 'Heartbeat' }, 'action'],
  ['a field that the message does not have', { payload: { kind: 'Soft' } }, 'payload'],
  ['a value that the message does not know', { payload: { type: 'Warm' } }, 'payload.type'],
  ['too high a rate', { perSecond: 51 }, 'perSecond'],
  ['a rate of nothing', { perSecond: 0 }, 'perSecond'],
  ['too long a time-out', { timeoutSeconds: 121 }, 'timeoutSeconds'],
  ['a reset kept for later', { deliverWithinSeconds: 60 }, 'deliverWithinSeconds'],
  ['connector 0 unlocked', { action: 'UnlockConnector', payload: { connectorId: 0 } }, 'payload.connectorId'],
  [
    'a remote start on connector 0',
    { action: 'RemoteStartTransaction', payload: { idTag: 'A', connectorId: 0 } },
    'payload.connectorId',
  ],
  [
    'a value that its key cannot have',
    { action: 'ChangeConfiguration', payload: { key: 'HeartbeatInterval', value: 'often' } },
    'payload.value',
  ],
  [
    'a schedule that does not begin with its first period',
    {
      action: 'SetChargingProfile',
      payload: {
        connectorId: 0,
        csChargingProfiles: {
          chargingProfileId: 1,
          stackLevel: 0,
          chargingProfilePurpose: 'TxDefaultProfile',
          chargingProfileKind: 'Relative',
          chargingSchedule: { chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 9, limit: 6 }] },
        },
      },
    },
    'payload.csChargingProfiles.chargingSchedule.chargingSchedulePeriod.0.startPeriod',
  ],
  [
    'a password',
    { action: 'ChangeConfiguration', payload: { key: 'AuthorizationKey', value: '0102030405060708' } },
    'payload.key',
  ],
])('%s is refused, and nothing is sent', async (_what, wrong, field) => {
  const account = await newAccount(server);
  const fleet = await Fleet.online(account, 'Reset', ['accepts']);
  const answer = await account.post('/bulk-commands', {
    filter: { label: fleet.label },
    action: 'Reset',
    payload: { type: 'Soft' },
    ...wrong,
  });
  expect(answer).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR' } } });
  const details = (answer.body as { error: { details: { field: string }[] } }).error.details;
  expect(details.map((detail) => detail.field).join()).toContain(field);
  expect((await account.get('/bulk-commands')).body).toMatchObject({ bulkCommands: [] });
  expect(fleet.callCount).toBe(0);
  await fleet.drop();
});

test('ids that the account does not have are named, and nothing is sent', async () => {
  const account = await newAccount(server);
  const fleet = await Fleet.online(account, 'ClearCache', ['accepts']);
  const missing = unique('CP');
  const answer = await account.post('/bulk-commands', {
    filter: { chargeBoxIds: [fleet.idAt(0), missing] },
    action: 'ClearCache',
  });
  expect(answer).toMatchObject({ status: 404, body: { error: { details: { chargeBoxIds: [missing] } } } });
  expect(fleet.callCount).toBe(0);
  await fleet.drop();
});
