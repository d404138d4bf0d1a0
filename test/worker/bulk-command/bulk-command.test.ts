import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { BulkCommandOrder } from '../../../src/contracts/bulk-command-rpc.ts';
import type { ChargerRpc } from '../../../src/contracts/charger-rpc.ts';
import { pageBulkCommands } from '../../../src/d1/bulk-commands.ts';
import { newId } from '../../../src/lib/ids.ts';
import { foldIdentity } from '../../../src/ocpp/identity.ts';
import { newAccount, newCharger } from '../../support/worker/api-client.ts';
import { downDatabase, replaceBinding } from '../../support/worker/broken-bindings.ts';
import { eventually } from '../../support/worker/eventually.ts';
import { connectScriptedCharger } from '../../support/worker/scripted-charger.ts';
import { startClock } from '../../support/worker/test-clock.ts';

const ALL = { after: null, limit: 200, offset: 0, outcome: null };
const DAY_MS = 86_400_000;

/** A charger that has spoken: a new connection is left in peace until then. */
async function connectedCharger(chargeBoxId: string) {
  const charger = await connectScriptedCharger(chargeBoxId);
  await charger.call('Heartbeat', {});
  return charger;
}

/** A bulk command that has not begun, for chargers that accept everything. */
async function newBulk(count: number, order: Partial<BulkCommandOrder> = {}) {
  const account = await newAccount();
  const registered = await Promise.all(Array.from({ length: count }, () => newCharger(account)));
  const chargeBoxIds = registered.map(({ chargeBoxId }) => chargeBoxId);
  const chargers = await Promise.all(chargeBoxIds.map(connectedCharger));
  const bulkCommandId = newId('blk');
  const object = env.BULK_COMMAND.getByName(bulkCommandId);
  const clock = startClock(object);
  const { accountId } = account;
  return {
    account,
    accountId,
    object,
    clock,
    chargers,
    order: {
      bulkCommandId,
      accountId,
      action: 'ClearCache' as const,
      payload: {},
      filter: { chargeBoxIds },
      chargeBoxIds,
      perSecond: 5,
      timeoutSeconds: 30,
      deliverWithinSeconds: null,
      createdAt: Date.now(),
      ...order,
    },
    results: async () => (await object.results(accountId, ALL)) ?? [],
    calls: () => chargers.map(({ received }) => received.length),
    close: () => {
      for (const charger of chargers) charger.close();
    },
  };
}

type Command = ChargerRpc['command'];

/** Puts an answer of the test's in front of what bulk commands ask of chargers. All other questions pass. */
async function replaceChargers(
  object: DurableObjectStub,
  answer: (handOn: () => ReturnType<Command>) => ReturnType<Command>,
) {
  const replacement = new Proxy(env.CHARGER, {
    get: (target, property) => {
      if (property !== 'getByName') return Reflect.get(target, property);
      return (name: string) => {
        const own = target.getByName(name);
        const command: Command = (...given) => answer(() => own.command(...given));
        const commands: ChargerRpc['commands'] = (...given) => own.commands(...given);
        return { command, commands };
      };
    },
  });
  return replaceBinding(object, 'CHARGER', replacement);
}

test('each step sends to as many chargers as its rate allows, and the next comes a second later', async () => {
  const bulk = await newBulk(5, { perSecond: 2 });
  await bulk.object.begin(bulk.order);
  const start = Date.now();
  const wanted = [2, 4, 5];
  for (const [step, total] of wanted.entries()) {
    await bulk.clock.moveTo(start + step * 1_000);
    const sent = () => bulk.calls().reduce((sum, count) => sum + count, 0);
    await eventually(sent).toBe(total);
    // A step that comes too early sends nothing.
    await runInDurableObject(bulk.object, async (instance) => {
      await (instance as unknown as { alarm(): Promise<void> }).alarm();
    });
    expect(sent()).toBe(total);
  }
  await eventually(bulk.results).toMatchObject(Array.from({ length: 5 }, () => ({ status: 'Accepted' })));
  const times = (await bulk.results()).map(({ sentAt }) => Date.parse(sentAt ?? '') - start);
  expect(times).toEqual([0, 0, 1_000, 1_000, 2_000]);
  bulk.close();
});

test('handed over and its reply lost: what the charger said is found in its row, and it is not asked twice', async () => {
  const bulk = await newBulk(1, { action: 'Reset', payload: { type: 'Soft' } });
  await replaceChargers(bulk.object, async (handOn) => {
    await handOn();
    throw new Error('the reply was lost');
  });
  await bulk.object.begin(bulk.order);
  const start = Date.now();
  await bulk.clock.moveTo(start);
  await eventually(bulk.calls).toEqual([1]);
  await eventually(async () => {
    await bulk.clock.moveTo(Date.now() + 1_000);
    return bulk.results();
  }).toMatchObject([{ outcome: 'answered', status: 'Accepted', commandId: expect.stringMatching(/^cmd_/) }]);
  expect(bulk.calls()).toEqual([1]);
  expect(await bulk.object.describe(bulk.accountId)).toMatchObject({ state: 'completed' });
  bulk.close();
});

test.each([
  ['ClearCache' as const, {}, 'answered', 1],
  ['Reset' as const, { type: 'Soft' }, 'interrupted', 0],
])(
  'a %s that was cut off before the charger’s object had it: sent again under the same id unless it acts on a driver or a session',
  async (action, payload, outcome, calls) => {
    const bulk = await newBulk(1, { action, payload });
    let asked = 0;
    const restore = await replaceChargers(bulk.object, () => {
      asked += 1;
      return Promise.reject(new Error('the host was lost'));
    });
    await bulk.object.begin(bulk.order);
    await bulk.clock.moveTo(Date.now());
    await eventually(() => asked).toBe(1);
    const [sending] = await bulk.results();
    expect(sending).toMatchObject({ outcome: 'sending', commandId: expect.any(String) });
    restore();
    await evictDurableObject(bulk.object);
    await eventually(async () => {
      await bulk.clock.moveTo(Date.now() + 1_000);
      return bulk.results();
    }).toMatchObject([{ outcome, commandId: outcome === 'answered' ? sending?.commandId : null }]);
    expect(bulk.calls()).toEqual([calls]);
    await eventually(() => bulk.object.describe(bulk.accountId)).toMatchObject({ state: 'completed' });
    bulk.close();
  },
);

test('a command that comes a second time under its id is not sent again, whether the first has ended or not', async () => {
  const account = await newAccount();
  const { chargeBoxId } = await newCharger(account);
  const charger = await connectedCharger(chargeBoxId);
  const stub = () => env.CHARGER.getByName(foldIdentity(chargeBoxId));
  const request = { action: 'ClearCache' as const, payload: {}, commandId: newId('cmd') };
  const both = await Promise.all([
    stub().command(account.accountId, request),
    stub().command(account.accountId, request),
  ]);
  expect(both.map(({ kind }) => kind).sort()).toEqual(['alreadyThere', 'answered']);
  expect(await stub().command(account.accountId, request)).toMatchObject({ kind: 'alreadyThere' });
  expect(charger.received).toHaveLength(1);
  charger.close();
});

test('one that the list did not take is told as such: nothing is kept, and nothing sent', async () => {
  const bulk = await newBulk(1);
  await replaceBinding(bulk.object, 'DB', downDatabase());
  expect(await bulk.object.begin(bulk.order)).toBe('unavailable');
  expect(await bulk.object.describe(bulk.accountId)).toBeNull();
  expect(
    await runInDurableObject(bulk.object, async (_, { storage }) => [
      await storage.getAlarm(),
      storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'targets'").toArray(),
    ]),
  ).toEqual([null, []]);
  expect(bulk.calls()).toEqual([0]);
  bulk.close();
});

test('while D1 is down it goes on, and the list shows its end once D1 is back', async () => {
  const bulk = await newBulk(2);
  let isDown = false;
  const { DB } = env;
  const listed = () => pageBulkCommands(DB, bulk.accountId, { limit: 10, offset: 0, after: null });
  await replaceBinding(
    bulk.object,
    'DB',
    downDatabase(() => isDown),
  );
  await bulk.object.begin(bulk.order);
  isDown = true;
  await bulk.clock.moveTo(Date.now());
  await eventually(() => bulk.object.describe(bulk.accountId)).toMatchObject({ state: 'completed' });
  expect(await listed()).toMatchObject([{ state: 'queued' }]);
  isDown = false;
  await eventually(async () => {
    await bulk.clock.moveTo(Date.now() + 60_000);
    return listed();
  }).toMatchObject([{ state: 'completed' }]);
  bulk.close();
});

test('after 30 days it empties itself and leaves the list', async () => {
  const bulk = await newBulk(1);
  await bulk.object.begin(bulk.order);
  const start = Date.now();
  await bulk.clock.moveTo(start);
  await eventually(() => bulk.object.describe(bulk.accountId)).toMatchObject({ state: 'completed' });
  await bulk.clock.moveTo(start + 30 * DAY_MS - 1_000);
  expect(await bulk.object.describe(bulk.accountId)).not.toBeNull();
  await bulk.clock.moveTo(start + 30 * DAY_MS + 1_000);
  expect(await bulk.object.describe(bulk.accountId)).toBeNull();
  expect((await bulk.account.call('GET', '/api/v1/bulk-commands')).body).toMatchObject({ bulkCommands: [] });
  bulk.close();
});
