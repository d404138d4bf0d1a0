import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { foldIdentity } from '../../../src/ocpp/identity.ts';
import { downDatabase, replaceBinding } from '../../support/worker/broken-bindings.ts';
import { newSite } from '../../support/worker/charging-site.ts';

/** What the edge says of the certificate that a charger presented. */
interface Certificate {
  certVerified?: string;
  certRevoked?: string;
  certSubjectDN?: string;
}

const GOOD: Certificate = {
  certVerified: 'SUCCESS',
  certRevoked: '0',
  certSubjectDN: 'CN=SN-4711,O=Charging Works,C=NL',
};

/** The handshake as it reaches the charger's object, over TLS unless said otherwise. */
async function shakeHands(chargeBoxId: string, certificate: Certificate | null, scheme = 'https') {
  const response = await env.CHARGER.getByName(foldIdentity(chargeBoxId)).fetch(
    new Request(`${scheme}://example.com/ocpp/${chargeBoxId}`, {
      headers: { Upgrade: 'websocket', 'Sec-WebSocket-Protocol': 'ocpp1.6' },
      ...(certificate === null ? {} : { cf: { tlsClientAuth: certificate } }),
    }),
  );
  response.webSocket?.accept();
  response.webSocket?.close(1000);
  return { status: response.status, text: await response.text() };
}

const PROFILE_3 = { securityProfile: 3, serialNumber: 'SN-4711' };

test('#76 TC_087_CSMS with security profile 3 a verified certificate of the charger is let in', async () => {
  const { chargeBoxId, accountId } = await newSite(PROFILE_3);
  expect(await shakeHands(chargeBoxId, GOOD)).toMatchObject({ status: 101 });
  const description = await env.CHARGER.getByName(foldIdentity(chargeBoxId)).describe(accountId);
  expect(description?.flags).not.toHaveProperty('certificateNotCompared');
});

test('the subject in the older spelling, with slashes, is read as well', async () => {
  const { chargeBoxId } = await newSite(PROFILE_3);
  const certificate = { ...GOOD, certSubjectDN: '/C=NL/O=Charging Works/CN=SN-4711' };
  expect(await shakeHands(chargeBoxId, certificate)).toMatchObject({ status: 101 });
});

test.each([
  ['no certificate', null, 'client certificate'],
  ['one that was not verified', { ...GOOD, certVerified: 'FAILED:unable to verify' }, 'client certificate'],
  ['none, as the edge says it', { certVerified: 'NONE', certSubjectDN: '' }, 'client certificate'],
  ['one that is revoked, though it verifies', { ...GOOD, certRevoked: '1' }, 'client certificate'],
  ['that of another charger', { ...GOOD, certSubjectDN: 'CN=SN-4712,O=Charging Works' }, 'serial number'],
])('%s is refused with 403, and the reason says why', async (_, certificate, reason) => {
  const { chargeBoxId } = await newSite(PROFILE_3);
  const refused = await shakeHands(chargeBoxId, certificate);
  expect(refused.status).toBe(403);
  expect(refused.text).toContain(reason);
});

test('a certificate without TLS is impossible: profile 3 over ws is refused', async () => {
  const { chargeBoxId } = await newSite(PROFILE_3);
  expect(await shakeHands(chargeBoxId, GOOD, 'http')).toMatchObject({ status: 403 });
});

test('what was not registered is not compared: let in, and flagged', async () => {
  const { chargeBoxId, accountId } = await newSite({ securityProfile: 3 });
  expect(await shakeHands(chargeBoxId, GOOD)).toMatchObject({ status: 101 });
  const description = await env.CHARGER.getByName(foldIdentity(chargeBoxId)).describe(accountId);
  expect(description?.flags).toMatchObject({ certificateNotCompared: { count: 1 } });
});

test('the operator’s name is compared as the account has it at the handshake, whenever it was changed', async () => {
  const { chargeBoxId, account } = await newSite(PROFILE_3);
  await account.call('PATCH', '/api/v1/account', { cpoName: 'Another Operator' });
  const refused = await shakeHands(chargeBoxId, GOOD);
  expect(refused.status).toBe(403);
  expect(refused.text).toContain('operator');
  await account.call('PATCH', '/api/v1/account', { cpoName: 'Charging Works' });
  expect(await shakeHands(chargeBoxId, GOOD)).toMatchObject({ status: 101 });
  await account.call('PATCH', '/api/v1/account', { cpoName: null });
  const certificate = { ...GOOD, certSubjectDN: 'CN=SN-4711,O=Whoever' };
  expect(await shakeHands(chargeBoxId, certificate)).toMatchObject({ status: 101 });
});

test('while D1 is down the operator’s name that was heard last is compared', async () => {
  const { chargeBoxId, account, object } = await newSite(PROFILE_3);
  await account.call('PATCH', '/api/v1/account', { cpoName: 'Charging Works' });
  expect(await shakeHands(chargeBoxId, GOOD)).toMatchObject({ status: 101 });
  await replaceBinding(object, 'DB', downDatabase());
  const certificate = { ...GOOD, certSubjectDN: 'CN=SN-4711,O=Whoever' };
  expect(await shakeHands(chargeBoxId, certificate)).toMatchObject({ status: 403 });
  expect(await shakeHands(chargeBoxId, GOOD)).toMatchObject({ status: 101 });
});
