import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { accountIdOf, transactionsOf } from '../support/account.ts';
import { ChargePoint } from '../support/charge-point.ts';
import { boot, start, status, stop } from '../support/charger-messages.ts';
import { evictIfRunning } from '../support/eviction.ts';
import { onlineCharger } from '../support/online-charger.ts';
import { newAccount, sharedServer } from '../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

/** What D1 holds of a charger's transactions, asked of D1 itself. */
async function projected(chargerId: string) {
  return server.databaseRows(
    'SELECT transaction_id, status, body FROM transactions WHERE charger_id = ? ORDER BY start_time',
    chargerId,
  );
}

/** How long it takes, in ms, until D1 holds the status; fails after 3 s, which spares a machine under load. */
async function untilProjected(chargerId: string, word: string): Promise<number> {
  const before = performance.now();
  await expect
    .poll(() => projected(chargerId), { timeout: 3_000, interval: 5 })
    .toMatchObject([{ status: word }]);
  return Math.round(performance.now() - before);
}

/** The account's log in order. */
async function logOf(accountId: string) {
  return server.objectRows(
    'EventLog',
    `${accountId}:0`,
    `SELECT number, data ->> '$.chargerId' AS chargerId, data ->> '$.event.sequence' AS sequence,
       data ->> '$.event.event' AS event FROM events ORDER BY number`,
  );
}

describe('what was acknowledged to a charger', () => {
  test('is in the lists within 1 s of the acknowledgement, at its start and at its end', async () => {
    const { chargeBoxId, registered, charger } = await onlineCharger(account);
    const [, , started] = await charger.call('StartTransaction', start({}));
    const startMs = await untilProjected(registered.id, 'in_progress');
    const running = await account.get(`/transactions?chargeBoxId=${chargeBoxId}&status=in_progress`);
    expect(running.body).toMatchObject({
      transactions: [{ status: 'in_progress' }],
      pagination: { total: 1 },
    });

    const { transactionId } = z.looseObject({ transactionId: z.int() }).parse(started);
    await charger.call('StopTransaction', stop({ transactionId }));
    const stopMs = await untilProjected(registered.id, 'completed');
    const finished = await account.get(`/transactions?chargeBoxId=${chargeBoxId}&status=completed`);
    expect(finished.body).toMatchObject({
      transactions: [{ energyDelivered: 18.73 }],
      pagination: { total: 1 },
    });
    console.log(`in D1 after its acknowledgement: start ${startMs} ms, stop ${stopMs} ms`);
    await charger.close();
  });

  test('is never shown as running once its stop has been acknowledged, however late the lists are', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const [, , started] = await charger.call('StartTransaction', start({}));
    await expect.poll(() => transactionsOf(account, chargeBoxId)).toHaveLength(1);
    const { transactionId } = z.looseObject({ transactionId: z.int() }).parse(started);
    await charger.call('StopTransaction', stop({ transactionId }));
    const running = await account.get(`/transactions?chargeBoxId=${chargeBoxId}&status=in_progress`);
    expect(running.body).toMatchObject({ transactions: [] });
    expect(await transactionsOf(account, chargeBoxId)).toMatchObject([{ status: 'completed' }]);
    await charger.close();
  });

  test('is in the log once and in order, and in D1 once, for several chargers at the same time', async () => {
    const own = await newAccount(server);
    const chargers = await Promise.all([1, 2, 3].map(() => onlineCharger(own)));
    const [first] = chargers;
    const accountId = await accountIdOf(server, first?.registered ?? { id: '' });
    await Promise.all(
      chargers.map(async ({ charger, chargeBoxId }, index) => {
        for (let session = 0; session < 3; session += 1) {
          const timestamp = `2025-01-15T1${session}:0${index}:00Z`;
          const [, , started] = await charger.call('StartTransaction', start({ timestamp }));
          await charger.call('StatusNotification', status(1, 'Charging'));
          if (session === 1) {
            await evictIfRunning(server, 'Charger', chargeBoxId.toLowerCase());
            await evictIfRunning(server, 'EventLog', `${accountId}:0`);
          }
          const { transactionId } = z.looseObject({ transactionId: z.int() }).parse(started);
          const stopped = { transactionId, timestamp: `2025-01-15T1${session}:30:00Z` };
          // Sent twice, as after a lost answer.
          await charger.call('StopTransaction', stop(stopped));
          await charger.call('StopTransaction', stop(stopped));
          await charger.call('StatusNotification', status(1, 'Available'));
        }
      }),
    );
    for (const { registered } of chargers) {
      await expect
        .poll(() => projected(registered.id), { timeout: 3_000 })
        .toMatchObject(Array.from({ length: 3 }, () => ({ status: 'completed' })));
    }
    const log = await logOf(accountId);
    expect(log.map(({ number }) => number)).toEqual(log.map((_, index) => index + 1));
    for (const { registered } of chargers) {
      const events = log.filter(({ chargerId }) => chargerId === registered.id);
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
      const names = events
        .map(({ event }) => event)
        .filter((event) => String(event).startsWith('transaction.'));
      expect(names).toEqual(
        Array.from({ length: 3 }, () => ['transaction.started', 'transaction.stopped']).flat(),
      );
    }
    const listed = await own.get('/transactions');
    expect(listed.body).toMatchObject({ pagination: { total: 9 } });
    await Promise.all(chargers.map(({ charger }) => charger.close()));
  });

  test('of its connection is in the list of chargers: online, make, statuses, offline', async () => {
    const { chargeBoxId, charger: raw } = await onlineCharger(account);
    await raw.close();
    const charger = await ChargePoint.connect(server.url, chargeBoxId);
    await charger.call('BootNotification', boot());
    await charger.call('StatusNotification', status(1, 'Faulted'));
    const listedBy = (filter: string) => async () =>
      (await account.get(`/chargers?q=${chargeBoxId}&${filter}`)).body;
    await expect.poll(listedBy('connectorStatus=Faulted'), { timeout: 3_000 }).toMatchObject({
      chargers: [{ chargeBoxId, isOnline: true, vendor: 'ABB', model: 'Terra AC' }],
    });
    expect(await listedBy('connectorStatus=Available')()).toMatchObject({ chargers: [] });
    await expect.poll(listedBy('status=online')).toMatchObject({ chargers: [{ chargeBoxId }] });
    await charger.close();
    await expect
      .poll(listedBy('status=offline'), { timeout: 3_000 })
      .toMatchObject({ chargers: [{ chargeBoxId }] });
    expect(await listedBy('status=online')()).toMatchObject({ chargers: [] });
  });
});
