import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import {
  askForCertificate,
  ownCertificate,
  takingCertificates,
  untilCertificate,
} from '../support/certificates.ts';
import { RestClient } from '../support/rest-client.ts';
import { newAccount, sharedServer, startServer } from '../support/server.ts';
import { Station } from '../support/station.ts';
import { otherAuthority, signingRequest } from '../support/x509.ts';

const server = sharedServer();
const NAME = 'CN=SN-4711, O=Example';
const TOKEN = 'the token of the authority';

const Asked = z.object({ csr: z.string(), chargeBoxId: z.string() });
interface Question {
  path: string;
  authorization: string | undefined;
  body: z.infer<typeof Asked>;
}

const questions: Question[] = [];
let authority: Server;
let url: string;
let release = Promise.withResolvers<void>();

beforeAll(async () => {
  const sign = await otherAuthority();
  const { csr: otherCsr } = await signingRequest('CN=somebody else');
  const answers: Record<string, (csr: string) => Promise<string>> = {
    '/sign': sign,
    '/later': (csr) => release.promise.then(() => sign(csr)),
    '/other': () => sign(otherCsr),
    '/junk': () => Promise.resolve('no chain'),
  };
  authority = createServer((request, response) => {
    void (async () => {
      const body = Asked.parse(JSON.parse(await text(request)));
      const path = request.url ?? '';
      questions.push({ path, authorization: request.headers.authorization, body });
      const answer = answers[path];
      if (path === '/never') return;
      response.statusCode = answer === undefined ? 500 : 200;
      response.end(JSON.stringify({ certificateChain: await answer?.(body.csr) }));
    })();
  });
  await new Promise<void>((resolve) => {
    authority.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(authority.address() as AddressInfo).port}`;
});

afterAll(() => {
  authority.closeAllConnections();
  authority.close();
});

/** An account whose chargers are certified by this path of the authority. */
async function certifiedBy(path: string, more: Record<string, unknown> = {}): Promise<RestClient> {
  const account = await newAccount(server);
  const certificateAuthority = { kind: 'url', url: `${url}${path}`, ...more };
  expect((await account.patch('/account', { certificateAuthority })).status).toBe(200);
  return account;
}

test('a URL signs: it gets request, charger and token; the charger gets its chain with LF', async () => {
  const account = await certifiedBy('/sign', { token: TOKEN });
  expect((await account.get('/account')).body).toMatchObject({
    certificateAuthority: { kind: 'url', url: `${url}/sign`, timeoutSeconds: 30, hasToken: true },
  });
  expect((await account.get('/certificate-authority')).body).toMatchObject({
    kind: 'url',
    certificate: null,
  });
  const station = await Station.booted(account, { serialNumber: 'SN-4711' });
  const chains = takingCertificates(station);
  const { csr } = await askForCertificate(station, NAME);
  await untilCertificate(station, 'accepted');
  const question = questions.find(({ body }) => body.chargeBoxId === station.chargeBoxId);
  expect(question).toEqual({
    path: '/sign',
    authorization: `Bearer ${TOKEN}`,
    body: { csr, chargeBoxId: station.chargeBoxId },
  });
  const [chain = ''] = chains;
  expect(chain.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  expect(chain).not.toContain('\r');
  expect(new X509Certificate(chain).subject.split('\n').sort()).toEqual(['CN=SN-4711', 'O=Example']);
  expect(await ownCertificate(station)).toMatchObject({
    current: { certificateAuthority: `${url}/sign`, issuer: 'CN=Other Authority' },
  });
  const rows = await server.databaseRows('SELECT certificate_authority FROM accounts');
  expect(JSON.stringify(rows)).not.toContain(TOKEN);
  await station.close('CertificateSigned');
});

test.each([
  ['a chain for another key', '/other', {}, 'another key'],
  ['no chain', '/junk', {}, 'no chain of X.509'],
  ['HTTP 500', '/fail', {}, 'HTTP 500'],
  ['nothing in time', '/never', { timeoutSeconds: 1 }, 'failed'],
])(
  'an authority that gives %s is told of in the record, not to the charger, and not asked again',
  async (_what, path, more, reason) => {
    const station = await Station.booted(await certifiedBy(path, more));
    expect(await askForCertificate(station, NAME)).toMatchObject({ status: 'Accepted' });
    await untilCertificate(station, 'failed');
    expect(await ownCertificate(station)).toMatchObject({
      current: null,
      latest: { reason: expect.stringContaining(reason), certificateChain: null },
    });
    expect(questions.filter(({ body }) => body.chargeBoxId === station.chargeBoxId)).toHaveLength(1);
    await station.close();
  },
);

// An object that waits for nothing can be evicted at once: the time-out of the authority must not keep it awake.
test('a charger that goes away while its request is signed gets the certificate when it is back', {
  timeout: 20_000,
}, async () => {
  const station = await Station.booted(await certifiedBy('/later'));
  const chains = takingCertificates(station);
  await askForCertificate(station, NAME);
  await station.drop();
  expect((await ownCertificate(station)).latest).toMatchObject({ state: 'requested' });
  release.resolve();
  await untilCertificate(station, 'signed');
  await server.evict('Charger', station.chargeBoxId.toLowerCase());
  expect((await ownCertificate(station)).latest).toMatchObject({ state: 'signed', subject: NAME });
  await station.connect();
  await station.call('Heartbeat', {});
  await untilCertificate(station, 'accepted');
  expect(chains).toHaveLength(1);
  await station.close('CertificateSigned');
});

test('of two requests at once the newer one is certified', async () => {
  release = Promise.withResolvers();
  const station = await Station.booted(await certifiedBy('/later'));
  const chains = takingCertificates(station);
  await askForCertificate(station, 'CN=older');
  await askForCertificate(station, 'CN=newer');
  release.resolve();
  await untilCertificate(station, 'accepted');
  expect(chains).toHaveLength(1);
  expect(new X509Certificate(chains[0] ?? '').subject).toBe('CN=newer');
  await station.close('CertificateSigned');
});

test.each([
  [{ kind: 'url' }],
  [{ kind: 'url', url: 'ftp://ca.example.com' }],
  [{ kind: 'builtin', url: 'https://ca.example.com' }],
  [{ kind: 'somebody' }],
  ['builtin'],
])('the setting %j is 400', async (certificateAuthority) => {
  const account = await newAccount(server);
  expect((await account.patch('/account', { certificateAuthority })).status).toBe(400);
});

test('the built-in authority is one an account, its private key is encrypted, and it outlives a rotation of the key', async () => {
  const old = `k1:${'1a'.repeat(32)}`;
  const bindings = { DIGEST_KEYS: old, ADMIN_TOKEN: 'an-admin-token-of-the-test' };
  const own = await startServer({ bindings });
  const account = await newAccount(own);
  expect((await account.get('/certificate-authority')).status).toBe(404);
  await account.patch('/account', { certificateAuthority: { kind: 'builtin' } });
  const roots = await Promise.all([1, 2, 3].map(() => account.get('/certificate-authority')));
  const [first] = roots;
  for (const { body } of roots) expect(body).toEqual(first?.body);
  const [row] = await own.databaseRows('SELECT private_key FROM certificate_authorities');
  expect(row?.['private_key']).toMatch(/^\{"keyId":"k1","sealed":"[0-9a-f]{300,}"\}$/);
  await own.stop();

  const rotated = await startServer({
    dataFolder: own.dataFolder,
    bindings: { ...bindings, DIGEST_KEYS: `k2:${'2b'.repeat(32)},${old}` },
  });
  const moved = new RestClient(rotated.url, account.apiKey);
  expect((await moved.get('/certificate-authority')).body).toEqual(first?.body);
  const [resealed] = await rotated.databaseRows('SELECT private_key FROM certificate_authorities');
  expect(resealed?.['private_key']).toContain('"keyId":"k2"');
  await rotated.remove();
});
