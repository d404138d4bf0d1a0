import { expect, test } from 'vitest';
import { SILENCE } from '../../support/charge-point.ts';
import { boot } from '../../support/charger-messages.ts';
import { SOON } from '../../support/charger-view.ts';
import { shakeHands } from '../../support/handshake.ts';
import { newAccount, sharedServer } from '../../support/server.ts';
import { Station } from '../../support/station.ts';

const server = sharedServer();
const account = await newAccount(server);
const KEY = '00112233445566778899aabbccddeeff';

/** The HTTP status of a handshake without a password. */
async function dialWithout({ chargeBoxId }: Station): Promise<number> {
  return (await shakeHands(server.url, `/ocpp/${chargeBoxId}`)).status;
}

test('#73 TC_083_CSMS from profile 0 to 1: either is let in until the first login at 1, then 0 is refused and listed', async () => {
  const station = await Station.booted(account, { securityProfile: 0, password: KEY });
  expect(await station.order('security-profile', { securityProfile: 1 })).toMatchObject({
    status: 200,
    body: { status: 'Accepted' },
  });
  expect(await station.read()).toMatchObject({ securityProfile: 0, securityProfileUpgrade: 1 });
  await station.drop();
  await server.evict('Charger', station.chargeBoxId.toLowerCase());
  expect(await dialWithout(station)).toBe(101);
  expect(await station.read()).toMatchObject({ securityProfile: 0, securityProfileUpgrade: 1 });

  await station.connect(KEY);
  await station.call('BootNotification', boot());
  await station.status(1, 'Available');
  expect(await station.read()).toMatchObject({ securityProfile: 1, securityProfileUpgrade: null });
  await station.drop();
  expect(await dialWithout(station)).toBe(401);
  await expect
    .poll(async () => (await account.get('/connections/refused')).body, SOON)
    .toMatchObject({ refusedConnections: [{ chargeBoxId: station.chargeBoxId, status: 401 }] });
  await station.connect(KEY);
  expect(await station.read()).toMatchObject({ securityProfile: 1 });
  await station.close('ChangeConfiguration');
  expect(station.received[0]?.payload).toEqual({ key: 'SecurityProfile', value: '1' });
});

test.each([
  ['lower', 0],
  ['equal', 1],
])(
  '#323 X-U10 a %s security profile is refused on every route, and nothing is sent',
  async (_word, profile) => {
    const station = await Station.connected(account, { password: KEY });
    const change = { key: 'securityprofile', value: String(profile) };
    const refusals = [
      await station.order('security-profile', { securityProfile: profile }),
      await station.order('configuration/change', change),
      await station.order('commands', { action: 'ChangeConfiguration', payload: change }),
    ];
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({
        status: 409,
        body: { error: { message: expect.stringContaining('only be raised') } },
      });
    }
    await station.close();
  },
);

test.each([1, 2])(
  'profile %i is not asked for while no password is known; the raw route sends it',
  async (securityProfile) => {
    const station = await Station.connected(account);
    station.on('ChangeConfiguration', () => ({ status: 'Rejected' }));
    expect(await station.order('security-profile', { securityProfile })).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining('password') } },
    });
    const payload = { key: 'SecurityProfile', value: String(securityProfile) };
    expect(await station.order('commands', { action: 'ChangeConfiguration', payload })).toMatchObject({
      body: { status: 'Rejected' },
    });
    await station.close('ChangeConfiguration');
  },
);

test('a password that was told and not answered is one that profile 1 can be asked with', async () => {
  const station = await Station.connected(account);
  station.on('ChangeConfiguration', ({ key }) => ({
    status: key === 'AuthorizationKey' ? 'RebootRequired' : 'Accepted',
  }));
  await station.order('password', { password: KEY });
  expect(await station.order('security-profile', { securityProfile: 1 })).toMatchObject({ status: 200 });
  await station.drop();
  await station.connect(KEY);
  expect(await station.read()).toMatchObject({
    securityProfile: 1,
    hasPassword: true,
    isPasswordChanging: false,
  });
  await station.close('ChangeConfiguration', 'ChangeConfiguration');
});

test.each(['Rejected', 'NotSupported'])('%s leaves the profile as it is', async (status) => {
  const station = await Station.connected(account, { securityProfile: 0, password: KEY });
  station.on('ChangeConfiguration', () => ({ status }));
  await station.order('security-profile', { securityProfile: 1 });
  await station.drop();
  await station.connect(KEY);
  expect(await station.read()).toMatchObject({ securityProfile: 0, securityProfileUpgrade: null });
  await station.close('ChangeConfiguration');
});

test('without an answer the charger may have taken it: either is let in, until PATCH says otherwise', async () => {
  const station = await Station.connected(account, { securityProfile: 0, password: KEY });
  station.on('ChangeConfiguration', SILENCE);
  const order = { securityProfile: 1, timeoutSeconds: 1 };
  expect(await station.order('security-profile', order)).toMatchObject({ status: 504 });
  expect(await station.read()).toMatchObject({ securityProfile: 0, securityProfileUpgrade: 1 });
  await account.patch(`/chargers/${station.chargeBoxId}`, { securityProfile: 0 });
  expect(await station.read()).toMatchObject({ securityProfile: 0, securityProfileUpgrade: null });
  await station.close('ChangeConfiguration');
});

test.each([4, -1, 1.5, '1'])('the profile %s is 400', async (securityProfile) => {
  const station = await Station.connected(account);
  expect(await station.order('security-profile', { securityProfile })).toMatchObject({ status: 400 });
  await station.close();
});
