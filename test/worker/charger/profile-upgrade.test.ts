import { evictDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { foldIdentity } from '../../../src/ocpp/identity.ts';
import { newSite, type Site } from '../../support/worker/charging-site.ts';
import { eventually } from '../../support/worker/eventually.ts';

const PASSWORD = 'a password of 20 b.';
const CERTIFICATE = {
  tlsClientAuth: { certVerified: 'SUCCESS', certRevoked: '0', certSubjectDN: 'CN=SN-4711,O=Charging Works' },
};

interface Dialling {
  scheme: 'http' | 'https';
  password?: string;
  cf?: Record<string, unknown>;
}

const PROFILE_1: Dialling = { scheme: 'http', password: PASSWORD };
const PROFILE_2: Dialling = { scheme: 'https', password: PASSWORD };
const PROFILE_3: Dialling = { scheme: 'https', cf: CERTIFICATE };

/** The handshake as it reaches the worker. */
function dial({ chargeBoxId }: Site, { scheme, password, cf }: Dialling): Promise<Response> {
  return exports.default.fetch(
    new Request(`${scheme}://capacitor.example.com/ocpp/${chargeBoxId}`, {
      headers: {
        Upgrade: 'websocket',
        'Sec-WebSocket-Protocol': 'ocpp1.6',
        ...(password === undefined ? {} : { Authorization: `Basic ${btoa(`${chargeBoxId}:${password}`)}` }),
      },
      ...(cf === undefined ? {} : { cf }),
    }),
  );
}

/** Connects a charger that answers every call with Accepted; gives the status of the handshake. */
async function connect(site: Site, dialling: Dialling): Promise<number> {
  const { webSocket: socket, status } = await dial(site, dialling);
  socket?.accept();
  socket?.addEventListener('message', ({ data }) => {
    const frame: unknown = JSON.parse(String(data));
    if (Array.isArray(frame) && frame[0] === 2) {
      socket.send(JSON.stringify([3, frame[1], { status: 'Accepted' }]));
    }
  });
  return status;
}

async function profileOf({ account, chargeBoxId }: Site): Promise<unknown> {
  return (await account.call('GET', `/api/v1/chargers/${chargeBoxId}`)).body;
}

test.each([
  ['#73 TC_083_CSMS from 1 to 2: ws is refused after the first login over TLS', 1, PROFILE_1, PROFILE_2],
  [
    '#73 TC_083_CSMS from 2 to 3: the password alone is refused after the first login with a certificate',
    2,
    PROFILE_2,
    PROFILE_3,
  ],
])('%s, and the refusal is listed', async (_title, profile, lower, higher) => {
  const site = await newSite({ securityProfile: profile, password: PASSWORD, serialNumber: 'SN-4711' });
  expect(await connect(site, lower)).toBe(101);
  const raised = await site.account.call('POST', `/api/v1/chargers/${site.chargeBoxId}/security-profile`, {
    securityProfile: profile + 1,
  });
  expect(raised).toMatchObject({ status: 200, body: { status: 'Accepted' } });
  await evictDurableObject(env.CHARGER.getByName(foldIdentity(site.chargeBoxId)));
  expect(await connect(site, lower)).toBe(101);
  expect(await profileOf(site)).toMatchObject({
    securityProfile: profile,
    securityProfileUpgrade: profile + 1,
  });
  expect(await connect(site, higher)).toBe(101);
  expect(await profileOf(site)).toMatchObject({ securityProfile: profile + 1, securityProfileUpgrade: null });
  expect((await dial(site, lower)).status).toBe(403);
  await eventually(
    async () => (await site.account.call('GET', '/api/v1/connections/refused')).body,
  ).toMatchObject({
    refusedConnections: [{ chargeBoxId: site.chargeBoxId, status: 403 }],
  });
  expect(await connect(site, higher)).toBe(101);
});

test('#98 X-T21 a charger of profile 2 over plain ws is refused before the upgrade', async () => {
  const site = await newSite({ securityProfile: 2, password: PASSWORD });
  const refused = await dial(site, PROFILE_1);
  expect(refused.status).toBe(403);
  expect(await refused.text()).toContain('wss://');
  expect((await dial(site, PROFILE_2)).status).toBe(101);
});

test('a certificate of another charger does not raise the profile, and the lower one stays good', async () => {
  const site = await newSite({ securityProfile: 2, password: PASSWORD, serialNumber: 'SN-4711' });
  await connect(site, PROFILE_2);
  await site.account.call('POST', `/api/v1/chargers/${site.chargeBoxId}/security-profile`, {
    securityProfile: 3,
  });
  const foreign = { tlsClientAuth: { ...CERTIFICATE.tlsClientAuth, certSubjectDN: 'CN=SN-1' } };
  expect((await dial(site, { scheme: 'https', cf: foreign })).status).toBe(401);
  expect(await connect(site, { ...PROFILE_2, cf: foreign })).toBe(101);
  expect(await profileOf(site)).toMatchObject({ securityProfile: 2, securityProfileUpgrade: 3 });
});
