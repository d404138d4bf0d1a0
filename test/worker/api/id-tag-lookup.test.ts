import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { lookUpIdTag } from '../../../src/d1/id-tag-lookup.ts';
import { newAccount, newCharger, type TestAccount } from '../../support/worker/api-client.ts';
import { countingDatabase } from '../../support/worker/counting-database.ts';
import { eventsOf, transactionBody } from '../../support/worker/projected-events.ts';

let account: TestAccount;
let running: string[];

/** Two tags with a running and a finished transaction each; only the first has a limit. */
beforeAll(async () => {
  account = await newAccount();
  const charger = await newCharger(account);
  const events = eventsOf({ accountId: account.accountId, ...charger });
  running = [`txn_${charger.chargerId}_1`];
  await account.call('POST', '/api/v1/id-tags', {
    idTag: 'Limited',
    maxActiveTransactions: 1,
    chargeBoxIds: ['CP-Ü'],
  });
  await account.call('POST', '/api/v1/id-tags', { idTag: 'Free' });
  await events.project(
    events.number(
      (['LIMITED', 'limited', 'free', 'free'] as const).map((idTag, index) => ({
        event: 'transaction.started' as const,
        data: transactionBody({
          transactionId: `txn_${charger.chargerId}_${index}`,
          chargeBoxId: charger.chargeBoxId,
          idTag,
          status: index % 2 === 0 ? 'completed' : 'in_progress',
        }),
      })),
    ),
  );
});

test('a tag with a limit comes with what runs with it, its chargers folded', async () => {
  expect(await lookUpIdTag(env.DB, account.accountId, 'lImItEd')).toEqual({
    record: {
      idTag: 'Limited',
      status: 'active',
      expiryDate: null,
      parentIdTag: null,
      maxActiveTransactions: 1,
      chargeBoxIds: ['cp-ü'],
    },
    tagPolicy: 'closed',
    runningTransactionIds: running,
  });
});

test('what runs is not looked for where the tag has no limit', async () => {
  expect(await lookUpIdTag(env.DB, account.accountId, 'Free')).toMatchObject({
    record: { idTag: 'Free', maxActiveTransactions: null },
    runningTransactionIds: [],
  });
});

test('an unknown tag comes with the policy of its account', async () => {
  const open = await newAccount();
  await open.call('PATCH', '/api/v1/account', { tagPolicy: 'open' });
  expect(await lookUpIdTag(env.DB, open.accountId, 'nobody')).toEqual({
    record: null,
    tagPolicy: 'open',
    runningTransactionIds: [],
  });
});

test('it is one question that reads at most four rows', async () => {
  for (const idTag of ['Limited', 'Free', 'nobody']) {
    const { db, counts } = countingDatabase(env.DB);
    await lookUpIdTag(db, account.accountId, idTag);
    expect(counts.rowsRead).toBeLessThanOrEqual(4);
  }
});
