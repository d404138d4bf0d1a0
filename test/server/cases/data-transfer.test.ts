import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newAccount, sharedServer, unique } from '../../support/server.ts';
import { onlineCharger } from '../../support/online-charger.ts';
import { Station } from '../../support/station.ts';

const account = await newAccount(sharedServer());

/** An owner's own service: it says what it is asked, and answers what the data asks for. */
let owner: Server;
const asked: unknown[] = [];

beforeAll(async () => {
  owner = createServer((request, response) => {
    void text(request).then((body) => {
      const question = JSON.parse(body) as { data: string };
      asked.push(question);
      if (question.data === 'broken') response.writeHead(500).end('{}');
      else if (question.data === 'odd') response.end('{"status":"Perhaps"}');
      else response.end(JSON.stringify({ status: 'Accepted', data: `echo ${question.data}` }));
    });
  });
  await new Promise<void>((resolve) => {
    owner.listen(0, '127.0.0.1', resolve);
  });
});

afterAll(() => {
  owner.close();
});

const ownerUrl = () => `http://127.0.0.1:${(owner.address() as AddressInfo).port}/vendor`;

test('#262 X-K18 a vendor with a handler: its reply, whatever the case of its name, and UnknownMessageId for a message it does not know', async () => {
  const vendorId = unique('com.Example');
  const reply = { status: 'Accepted', data: '{"eurPerKwh":0.39}' };
  expect(
    await account.post('/data-transfer-handlers', { vendorId, messageIds: ['getTariff'], reply }),
  ).toMatchObject({ status: 201, body: { vendorId, reply, url: null } });
  const station = await Station.booted(account);
  const ask = (messageId?: string) =>
    station.call('DataTransfer', { vendorId: vendorId.toUpperCase(), ...(messageId && { messageId }) });
  expect(await ask('getTariff')).toEqual(reply);
  expect(await ask('getWeather')).toEqual({ status: 'UnknownMessageId' });
  expect(await ask()).toEqual({ status: 'UnknownMessageId' });
  expect(await station.call('DataTransfer', { vendorId: unique('other') })).toEqual({
    status: 'UnknownVendorId',
  });
  await station.close();
});

test('#262 X-K18 data as an object is taken as its JSON text', async () => {
  const vendorId = unique('com.example');
  await account.post('/data-transfer-handlers', { vendorId, url: ownerUrl() });
  const { charger } = await onlineCharger(account);
  const data = { lines: [1, 2] };
  const [, , confirmation] = await charger.call('DataTransfer', { vendorId, messageId: 'm', data });
  expect(confirmation).toEqual({ status: 'Accepted', data: `echo ${JSON.stringify(data)}` });
  await charger.close();
});

test('a URL is asked with what the charger sent; where it gives no answer that can be used the charger is told Rejected', async () => {
  const vendorId = unique('com.example');
  await account.post('/data-transfer-handlers', { vendorId, url: ownerUrl() });
  const station = await Station.booted(account);
  const ask = (data: string) => station.call('DataTransfer', { vendorId, messageId: 'm', data });
  expect(await ask('hello')).toEqual({ status: 'Accepted', data: 'echo hello' });
  expect(asked).toContainEqual({ chargeBoxId: station.chargeBoxId, vendorId, messageId: 'm', data: 'hello' });
  expect(await ask('broken')).toEqual({ status: 'Rejected' });
  expect(await ask('odd')).toEqual({ status: 'Rejected' });
  const path = `/data-transfer-handlers/${vendorId}`;
  expect(await account.patch(path, { url: 'http://127.0.0.1:1/nobody' })).toMatchObject({ status: 200 });
  expect(await ask('hello')).toEqual({ status: 'Rejected' });
  expect(await account.delete(path)).toMatchObject({ status: 200, body: { vendorId, deleted: true } });
  expect(await ask('hello')).toEqual({ status: 'UnknownVendorId' });
  await station.close();
});

test('handlers are read, listed, kept apart from those of other accounts, and checked', async () => {
  const own = await newAccount(sharedServer());
  const handler = { vendorId: 'com.example', reply: { status: 'Rejected' } };
  expect((await own.post('/data-transfer-handlers', handler)).status).toBe(201);
  expect(await own.post('/data-transfer-handlers', { ...handler, vendorId: 'COM.example' })).toMatchObject({
    status: 409,
    body: { error: { code: 'ALREADY_EXISTS' } },
  });
  expect(await own.get('/data-transfer-handlers/COM.EXAMPLE')).toMatchObject({ status: 200, body: handler });
  expect(await own.get('/data-transfer-handlers')).toMatchObject({
    body: { dataTransferHandlers: [{ vendorId: 'com.example' }] },
  });
  const stranger = await newAccount(sharedServer());
  expect((await stranger.get('/data-transfer-handlers/com.example')).status).toBe(404);
  expect(await stranger.get('/data-transfer-handlers')).toMatchObject({ body: { dataTransferHandlers: [] } });
  const path = '/data-transfer-handlers/com.example';
  expect(await own.patch(path, { url: 'https://example.com' })).toMatchObject({
    status: 400,
    body: { error: { details: [{ field: 'reply' }] } },
  });
  expect(await own.patch(path, { url: 'https://example.com', reply: null })).toMatchObject({ status: 200 });
  for (const wrong of [{}, { url: 'ftp://example.com' }, { reply: { status: 'Maybe' } }]) {
    expect((await own.post('/data-transfer-handlers', { vendorId: 'v', ...wrong })).status).toBe(400);
  }
});
