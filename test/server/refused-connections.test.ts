import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { newAccount, type OwnServer, startServer, unique } from '../support/server.ts';

let server: OwnServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(() => server.remove());

/** The status that a handshake is refused with. */
function refusedWith(chargeBoxId: string): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ocpp/${chargeBoxId}`, ['ocpp1.6']);
  socket.on('unexpected-response', (request, response) => {
    request.destroy();
    resolve(response.statusCode);
  });
  socket.on('open', () => reject(new Error(`${chargeBoxId} was let in`)));
  socket.on('error', () => undefined);
  return promise;
}

test('#82 X-T05: who has an instance alone sees the unknown chargers that knock; with a second account nobody does', async () => {
  const only = await newAccount(server);
  const chargeBoxId = unique('CP');
  expect(await refusedWith(chargeBoxId)).toBe(404);
  await expect
    .poll(async () => (await only.get('/connections/refused')).body, { timeout: 5_000 })
    .toMatchObject({
      refusedConnections: [
        { chargeBoxId, status: 404, fix: expect.stringContaining('POST /api/v1/chargers'), count: 1 },
      ],
      pagination: { total: 1 },
    });
  const second = await newAccount(server);
  for (const account of [only, second]) {
    expect((await account.get('/connections/refused')).body).toMatchObject({
      refusedConnections: [],
      pagination: { total: 0 },
    });
  }
  expect(await server.databaseRows('SELECT COUNT(*) AS total FROM chargers')).toEqual([{ total: 0 }]);
});
