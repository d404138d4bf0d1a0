import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { accountIdOf, register, transactionsOf } from '../support/account.ts';
import { boot, meterValues, start, status, stop } from '../support/charger-messages.ts';
import { shakeHands } from '../support/handshake.ts';
import { onlineCharger } from '../support/online-charger.ts';
import { RawCharger } from '../support/raw-charger.ts';
import { newAccount, sharedServer } from '../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

/** `sequence event` of each event of a charger in the account's log, in order. */
async function eventsOf(accountId: string, chargerId: string): Promise<string[]> {
  const rows = await server.objectRows(
    'EventLog',
    `${accountId}:0`,
    `SELECT data ->> '$.event.sequence' AS sequence, data ->> '$.event.event' AS event FROM events
     WHERE data ->> '$.chargerId' = ? ORDER BY number`,
    chargerId,
  );
  return rows.map(({ sequence, event }) => `${String(sequence)} ${String(event)}`);
}

describe('DELETE /chargers/{chargeBoxId}', () => {
  test('closes the connection, ends what runs as an estimate that stays listed, and lets the charger in no more', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const [, , started] = await charger.call('StartTransaction', start({}));
    const { transactionId: number } = z.looseObject({ transactionId: z.int() }).parse(started);
    await charger.call('MeterValues', meterValues(1, number, '2025-01-15T10:45:00Z', 12_450));
    const deleted = await account.delete(`/chargers/${chargeBoxId}`);
    expect(deleted).toMatchObject({
      status: 200,
      body: {
        chargeBoxId,
        deleted: true,
        socketClosed: true,
        transactionsEnded: [expect.stringMatching(/^txn_/)],
      },
    });
    expect(await charger.closed).toEqual({ code: 1000, reason: 'deleted' });
    await expect
      .poll(() => transactionsOf(account, chargeBoxId))
      .toMatchObject([
        {
          status: 'completed',
          ocppTransactionId: number,
          startTime: '2025-01-15T10:35:00Z',
          energyDelivered: 2.45,
          meterStart: 10_000,
          meterStop: null,
          stopReason: null,
          quality: expect.arrayContaining([expect.stringMatching(/estimated/i)]),
        },
      ]);
    const [transaction] = await transactionsOf(account, chargeBoxId);
    expect((await account.get(`/transactions/${transaction?.transactionId}`)).body).toMatchObject({
      chargeBoxId,
    });
    expect((await account.post(`/transactions/${transaction?.transactionId}/stop`)).status).toBe(409);
    expect((await account.get(`/chargers/${chargeBoxId}`)).status).toBe(404);
    expect((await account.get(`/chargers?q=${chargeBoxId}`)).body).toMatchObject({ chargers: [] });
    expect((await account.delete(`/chargers/${chargeBoxId}`)).status).toBe(404);
    expect((await shakeHands(server.url, `/ocpp/${chargeBoxId}`)).status).toBe(404);
  });

  test('leaves nothing in the object', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await charger.call('StartTransaction', start({}));
    await account.delete(`/chargers/${chargeBoxId}`);
    const tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'";
    expect(await server.objectRows('Charger', chargeBoxId.toLowerCase(), tables)).toEqual([]);
    await charger.closed;
  });

  test.each(['its first account', 'another account'])(
    'the id registered anew in %s sees nothing of the past, and its events start anew',
    async (where) => {
      const { chargeBoxId, registered, charger } = await onlineCharger(account, {
        name: 'Old',
        password: 'the old password',
        securityProfile: 0,
        labels: ['old'],
      });
      const accountId = await accountIdOf(server, registered);
      const [, , started] = await charger.call('StartTransaction', start({}));
      charger.send('a bad frame');
      await charger.call('Heartbeat', {});
      await account.delete(`/chargers/${chargeBoxId}`);
      await charger.closed;
      const past = await eventsOf(accountId, registered.id);
      expect(past.at(-1)).toMatch(/transaction\.stopped$/);

      const next = where === 'another account' ? await newAccount(server) : account;
      const anew = await register(next, chargeBoxId);
      expect(anew.id).not.toBe(registered.id);
      expect((await next.get(`/chargers/${chargeBoxId}`)).body).toMatchObject({
        name: null,
        labels: [],
        hasPassword: false,
        isOnline: false,
        lastHeartbeat: null,
        boot: null,
        connectors: [],
        flags: {},
        firmwareHistory: [],
      });
      const again = await RawCharger.connect(server.url, chargeBoxId);
      await again.call('BootNotification', boot());
      await again.call('StatusNotification', status(1, 'Available'));
      // The very same start is another transaction now.
      await again.call('StartTransaction', start({}));
      const { transactionId } = z.looseObject({ transactionId: z.int() }).parse(started);
      await again.call('StopTransaction', stop({ transactionId, meterStop: 1 }));
      await expect
        .poll(() => transactionsOf(next, chargeBoxId))
        .toHaveLength(where === 'another account' ? 1 : 2);
      const newAccountId = await accountIdOf(server, anew);
      const news = await eventsOf(newAccountId, anew.id);
      expect(news.slice(0, 3)).toEqual([
        '1 charger.connected',
        '2 charger.boot',
        '3 connector.status_changed',
      ]);
      expect(news.at(-1)).toBe(`${news.length} transaction.started`);
      expect(await eventsOf(accountId, registered.id)).toEqual(past);
      await again.close();
    },
  );

  test('of a charger that is offline ends its transaction too', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await charger.call('StartTransaction', start({}));
    await charger.terminate();
    await expect
      .poll(async () => (await account.get(`/chargers/${chargeBoxId}`)).body)
      .toMatchObject({ isOnline: false });
    expect((await account.delete(`/chargers/${chargeBoxId}`)).body).toMatchObject({
      socketClosed: false,
      transactionsEnded: [expect.stringMatching(/^txn_/)],
    });
  });

  test('ends the remote start that waits for an answer', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const answer = account.post('/transactions/start', { chargeBoxId, connectorId: 1 });
    await charger.nextCall();
    await account.delete(`/chargers/${chargeBoxId}`);
    expect((await answer).status).toBe(503);
  });
});
