import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { receiveUpload } from '../../../src/api/uploads/receive-upload.ts';
import { callApi, ORIGIN } from '../../support/worker/api-client.ts';
import { newSite, settle, type Site } from '../../support/worker/charging-site.ts';
import { countRows } from '../../support/worker/row-counter.ts';
import { connectScriptedCharger } from '../../support/worker/scripted-charger.ts';

const DAY_MS = 86_400_000;
const Begun = z.object({ jobId: z.string() });
const Shown = z.looseObject({ jobId: z.string(), location: z.string(), requestId: z.int().nullable() });

async function newChargerWithLog() {
  const site = await newSite();
  const charger = await connectScriptedCharger(site.chargeBoxId);
  const path = `/api/v1/chargers/${site.chargeBoxId}`;
  const { body } = await site.account.call('POST', `${path}/logs`, { logType: 'SecurityLog' });
  const { jobId } = Begun.parse(body);
  const job = async () => Shown.parse((await site.account.call('GET', `${path}/jobs/${jobId}`)).body);
  return { site, charger, jobId, path, job };
}

const put = (url: string, body: string) => new Request(url, { method: 'PUT', body });

async function stored({ accountId, chargerId }: Site): Promise<string[]> {
  const { objects } = await env.UPLOADS.list({ prefix: `uploads/${accountId}/${chargerId}/` });
  return objects.map(({ key }) => key);
}

test('a job survives eviction: its state, its files, and the number that comes next', async () => {
  const { site, charger, path, job } = await newChargerWithLog();
  const { requestId, location } = await job();
  await charger.call('LogStatusNotification', { status: 'Uploading', requestId });
  const before = await job();
  await evictDurableObject(site.object);
  expect(await job()).toEqual(before);
  expect((await receiveUpload(put(`${location}a.log`, 'log'), env, Date.now())).status).toBe(200);
  await evictDurableObject(site.object);
  await charger.call('LogStatusNotification', { status: 'Uploaded', requestId });
  await evictDurableObject(site.object);
  expect(await job()).toMatchObject({
    state: 'Uploaded',
    result: 'succeeded',
    file: { name: 'a.log', size: 3 },
    history: [{ status: 'Uploading' }, { status: 'Uploaded' }],
  });
  const { body } = await site.account.call('POST', `${path}/logs`, { logType: 'SecurityLog' });
  const next = await site.account.call('GET', `${path}/jobs/${Begun.parse(body).jobId}`);
  expect(Shown.parse(next.body).requestId).toBeGreaterThan(requestId ?? 0);
});

test('the URL of a charger’s upload has the scheme and host of the request that asked for it', async () => {
  const { job } = await newChargerWithLog();
  expect((await job()).location).toMatch(/^https:\/\/capacitor\.example\.com\/uploads\/[\w-]+\/$/);
  expect(ORIGIN).toBe('https://capacitor.example.com');
});

test('an upload URL finds its charger through the worker, and is over after 14 days', async () => {
  const { site, job, jobId } = await newChargerWithLog();
  const { location } = await job();
  const madeAt = Number.parseInt(jobId.replace('job_', '').slice(0, 12), 16);
  const early = await receiveUpload(put(`${location}a.log`, 'a'), env, madeAt + 13.9 * DAY_MS);
  expect(early.status).toBe(200);
  const late = await receiveUpload(put(`${location}b.log`, 'b'), env, madeAt + 14.1 * DAY_MS);
  expect(late.status).toBe(404);
  const { accountId, chargerId } = site;
  expect(await stored(site)).toEqual([`uploads/${accountId}/${chargerId}/${jobId}/a.log`]);
});

test('an upload URL under a key that is not ours any more is 404, one under an older key of ours is not', async () => {
  const { job } = await newChargerWithLog();
  const { location } = await job();
  const newer = `newer:${'ab'.repeat(32)}`;
  const statusUnder = async (DIGEST_KEYS: string) =>
    (await receiveUpload(put(`${location}a.log`, 'a'), { ...uploadEnv(), DIGEST_KEYS }, Date.now())).status;
  expect(await statusUnder(newer)).toBe(404);
  expect(await statusUnder('')).toBe(404);
  expect(await statusUnder(`${newer},${env.DIGEST_KEYS}`)).toBe(200);
});

function uploadEnv() {
  const { CHARGER, UPLOADS, DIGEST_KEYS } = env;
  return { CHARGER, UPLOADS, DIGEST_KEYS };
}

/** A bucket of which these methods fail. */
function brokenBucket(...methods: (keyof R2Bucket)[]): R2Bucket {
  return new Proxy(env.UPLOADS, {
    get: (bucket, property) => {
      if (methods.some((method) => method === property)) {
        return () => Promise.reject(new Error('R2 is down'));
      }
      const value: unknown = Reflect.get(bucket, property);
      return typeof value === 'function' ? value.bind(bucket) : value;
    },
  });
}

test.each([
  ['small', 10],
  ['large', 6_000_000],
])('R2 down: a %s upload is 503 with Retry-After, and the job is untouched', async (_, size) => {
  const { site, job } = await newChargerWithLog();
  const before = await job();
  const down = { ...uploadEnv(), UPLOADS: brokenBucket('put', 'createMultipartUpload') };
  const response = await receiveUpload(put(`${before.location}a.log`, 'x'.repeat(size)), down, Date.now());
  expect(response.status).toBe(503);
  expect(response.headers.get('Retry-After')).toBe('60');
  expect(await job()).toEqual(before);
  expect(await stored(site)).toEqual([]);
});

test('what is too large leaves nothing in the store', async () => {
  const { site, job } = await newChargerWithLog();
  const { location } = await job();
  const small = { ...uploadEnv(), UPLOAD_LIMIT_BYTES: '6000000' };
  // A stream without a length: it is found out on the way, with a part already stored.
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const request = new Request(`${location}a.log`, { method: 'PUT', body: readable });
  const answer = receiveUpload(request, small, Date.now());
  const writer = writable.getWriter();
  for (let sent = 0; sent <= 6_000_000; sent += 1_000_000) await writer.write(new Uint8Array(1_000_000));
  await writer.close();
  expect((await answer).status).toBe(413);
  expect(await stored(site)).toEqual([]);
});

test('deleting a charger deletes its files', async () => {
  const { site, path, job } = await newChargerWithLog();
  const { location } = await job();
  await receiveUpload(put(`${location}a.log`, 'a'), env, Date.now());
  expect(await stored(site)).toHaveLength(1);
  expect((await site.account.call('DELETE', path)).status).toBe(200);
  expect(await stored(site)).toEqual([]);
  expect((await receiveUpload(put(`${location}a.log`, 'a'), env, Date.now())).status).toBe(404);
});

test('an upload URL makes nothing of itself: without its token an address is unknown, whatever it names', async () => {
  const answer = await callApi('GET', '/api/v1/health');
  expect(answer.status).toBe(200);
  const response = await receiveUpload(put(`${ORIGIN}/uploads/${'A'.repeat(86)}/x`, 'x'), env, Date.now());
  expect(response.status).toBe(404);
});

test('a word of a charger writes its job and its event; one that changes nothing only its event', async () => {
  const { site, charger, job } = await newChargerWithLog();
  const { requestId } = await job();
  await settle(site);
  const object = await countRows(site.object);
  const cost = (status: string) =>
    object.measure(async () => {
      await charger.call('LogStatusNotification', { status, requestId });
      await settle(site);
    });
  const uploading = await cost('Uploading');
  expect(uploading.rows, JSON.stringify(uploading.statements)).toBeLessThanOrEqual(4);
  const uploaded = await cost('Uploaded');
  expect(uploaded.rows, JSON.stringify(uploaded.statements)).toBeLessThanOrEqual(6);
  const idle = await cost('Idle');
  expect(idle.rows, JSON.stringify(idle.statements)).toBeLessThanOrEqual(3);
  console.log(`rows of a job's words: ${[uploading, uploaded, idle].map(({ rows }) => rows).join(', ')}`);
});
