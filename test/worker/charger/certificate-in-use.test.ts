import 'reflect-metadata';
import { env } from 'cloudflare:workers';
import { evictDurableObject } from 'cloudflare:test';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { foldIdentity } from '../../../src/ocpp/identity.ts';
import { newSite, type Site } from '../../support/worker/charging-site.ts';
import { eventually } from '../../support/worker/eventually.ts';
import { connectScriptedCharger } from '../../support/worker/scripted-charger.ts';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const SUBJECT = 'CN=SN-4711';

/** A charger whose certificate has been renewed by the built-in authority; gives its record. */
async function certifiedSite() {
  const site = await newSite();
  await site.account.call('PATCH', '/api/v1/account', { certificateAuthority: { kind: 'builtin' } });
  const charger = await connectScriptedCharger(site.chargeBoxId);
  const keys = await crypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
  if (!('privateKey' in keys)) throw new Error('no pair');
  const csr = await Pkcs10CertificateRequestGenerator.create({
    name: SUBJECT,
    keys,
    signingAlgorithm: ECDSA,
  });
  await charger.call('SignCertificate', { csr: csr.toString('pem') });
  await eventually(async () => (await recordOf(site)).current?.state).toBe('accepted');
  charger.close();
  return { site, certificate: (await recordOf(site)).current };
}

const Certificate = z.looseObject({ state: z.string(), serialNumber: z.string(), fingerprint: z.string() });
const Own = z.object({ current: Certificate.nullable(), latest: Certificate.nullable() });

async function recordOf({ account, chargeBoxId }: Site) {
  const path = `/api/v1/chargers/${chargeBoxId}/certificates/charge-point`;
  return Own.parse((await account.call('GET', path)).body);
}

/** Dials with what the edge says of a certificate. */
async function dial(
  { chargeBoxId }: Site,
  certificate: Record<string, string>,
  scheme = 'https',
): Promise<number> {
  const response = await env.CHARGER.getByName(foldIdentity(chargeBoxId)).fetch(
    new Request(`${scheme}://example.com/ocpp/${chargeBoxId}`, {
      headers: { Upgrade: 'websocket', 'Sec-WebSocket-Protocol': 'ocpp1.6' },
      cf: { tlsClientAuth: { certVerified: 'SUCCESS', certRevoked: '0', ...certificate } },
    }),
  );
  response.webSocket?.accept();
  response.webSocket?.close(1000);
  return response.status;
}

test('a certificate is active once the charger has connected with it, as its fingerprint tells, and stays so', async () => {
  const { site, certificate } = await certifiedSite();
  const certFingerprintSHA256 = certificate?.fingerprint.toUpperCase() ?? '';
  expect(await dial(site, { certSubjectDN: SUBJECT, certFingerprintSHA256 })).toBe(101);
  expect(await recordOf(site)).toMatchObject({
    current: { state: 'active', activeAt: expect.any(String) },
    latest: { state: 'active' },
  });
  await evictDurableObject(site.object);
  expect(await recordOf(site)).toMatchObject({ current: { state: 'active' } });
});

test('where the edge tells no fingerprint the serial number counts, in any spelling', async () => {
  const { site, certificate } = await certifiedSite();
  const certSerial = `00${certificate?.serialNumber.toUpperCase() ?? ''}`;
  expect(await dial(site, { certSubjectDN: SUBJECT, certSerial })).toBe(101);
  expect(await recordOf(site)).toMatchObject({ current: { state: 'active' } });
});

test.each([
  ['another certificate', { certFingerprintSHA256: 'ab'.repeat(32), certSerial: '01' }],
  ['one of which only the subject is told', {}],
])('connecting with %s makes none active', async (_what, told) => {
  const { site } = await certifiedSite();
  expect(await dial(site, { certSubjectDN: SUBJECT, ...told })).toBe(101);
  expect(await recordOf(site)).toMatchObject({ current: { state: 'accepted' } });
});
