import { describe, expect, test } from 'vitest';
import { register, transactionsOf } from '../support/account.ts';
import { boot, start, status, stop } from '../support/charger-messages.ts';
import { evictIfRunning } from '../support/eviction.ts';
import { onlineCharger } from '../support/online-charger.ts';
import { RawCharger } from '../support/raw-charger.ts';
import { newAccount, sharedServer } from '../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

async function read(chargeBoxId: string) {
  return (await account.get(`/chargers/${chargeBoxId}`)).body;
}

describe('a charger whose network breaks at the worst moment', () => {
  test('before it gets the answer to its start: sent again it is still one transaction', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    let link = charger;
    for (let attempt = 0; attempt < 5; attempt += 1) {
      link.sendFrame(2, `start-${attempt}`, 'StartTransaction', start({}));
      await link.terminate();
      link = await RawCharger.connect(server.url, chargeBoxId);
    }
    const [type, , confirmation] = await link.call('StartTransaction', start({}));
    expect(type).toBe(3);
    await expect.poll(() => transactionsOf(account, chargeBoxId)).toHaveLength(1);
    const [transaction] = await transactionsOf(account, chargeBoxId);
    expect(confirmation).toMatchObject({ transactionId: transaction?.ocppTransactionId });
    await link.close();
  });

  test('before it gets the answer to its stop: sent again it is answered, and the first values stand', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const [, , started] = await charger.call('StartTransaction', start({}));
    const { transactionId } = started as { transactionId: number };
    charger.sendFrame(2, 'stop', 'StopTransaction', stop({ transactionId }));
    await charger.terminate();
    const again = await RawCharger.connect(server.url, chargeBoxId);
    expect((await again.call('StopTransaction', stop({ transactionId })))[0]).toBe(3);
    await expect
      .poll(() => transactionsOf(account, chargeBoxId))
      .toMatchObject([{ status: 'completed', energyDelivered: 18.73 }]);
    await again.close();
  });

  test('and that dials many times at once: one connection is left, it is served, and its end is seen', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const links = await Promise.all(
      Array.from({ length: 6 }, () => RawCharger.connect(server.url, chargeBoxId)),
    );
    // The platform may take seconds to drop a socket that never said anything; the close itself arrives at once.
    const open = () => [charger, ...links].filter((link) => link.isOpen);
    await expect.poll(open).toHaveLength(1);
    const [left] = open();
    expect((await left?.call('StatusNotification', status(1, 'Charging')))?.[2]).toEqual({});
    expect(await read(chargeBoxId)).toMatchObject({ isOnline: true, connectors: [{ status: 'Charging' }] });
    await left?.close();
    await expect.poll(() => read(chargeBoxId)).toMatchObject({ isOnline: false });
  });

  test('while it is deleted: its calls end nowhere, and nothing of it stays', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    for (let count = 0; count < 20; count += 1) {
      charger.sendFrame(2, `a-${count}`, 'Authorize', { idTag: `TAG-${count}` });
      charger.sendFrame(2, `s-${count}`, 'StartTransaction', start({ idTag: `TAG-${count}` }));
    }
    expect((await account.delete(`/chargers/${chargeBoxId}`)).status).toBe(200);
    await charger.closed;
    await register(account, chargeBoxId);
    expect(await read(chargeBoxId)).toMatchObject({ boot: null, connectors: [], flags: {} });
    const again = await RawCharger.connect(server.url, chargeBoxId);
    expect((await again.call('BootNotification', boot()))[2]).toMatchObject({ status: 'Accepted' });
    await again.close();
  });
});

describe('an object that loses its memory while it waits', () => {
  test('for the start that a remote start has to lead to: it is still known as remote', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const answer = account.post('/transactions/start', { chargeBoxId, connectorId: 1, idTag: 'USER-001' });
    charger.sendFrame(3, (await charger.nextCall()).id, { status: 'Accepted' });
    await answer;
    await server.evict('Charger', chargeBoxId.toLowerCase());
    const [, , started] = await charger.call('StartTransaction', start({}));
    expect(started).toMatchObject({ idTagInfo: { status: 'Accepted' } });
    await expect
      .poll(() => transactionsOf(account, chargeBoxId))
      .toMatchObject([{ remoteStarted: true, authorizationStatus: 'Accepted' }]);
    await charger.close();
  });
});

test('a ping is answered while the object sleeps, and is no message of the charger', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  const { lastHeartbeat } = (await read(chargeBoxId)) as { lastHeartbeat: string };
  await server.evict('Charger', chargeBoxId.toLowerCase());
  await charger.ping();
  expect(await evictIfRunning(server, 'Charger', chargeBoxId.toLowerCase())).toBe(false);
  expect(await read(chargeBoxId)).toMatchObject({ lastHeartbeat, isOnline: true });
  await charger.close();
});
