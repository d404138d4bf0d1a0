import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { selectChargers } from '../../../src/d1/charger-selection.ts';
import { statement, writeRows } from '../../../src/d1/database.ts';
import { newAccount, newCharger } from '../../support/worker/api-client.ts';
import { countingDatabase } from '../../support/worker/counting-database.ts';

test('a selection reads at most three rows for each charger that is meant, whatever the size of the fleet', async () => {
  const account = await newAccount();
  const ids: string[] = [];
  for (let number = 0; number < 40; number += 1) {
    const labels = number < 4 ? ['few'] : ['many'];
    ids.push((await newCharger(account, { labels })).chargeBoxId);
  }
  const set = (column: string, value: string, chargeBoxIds: string[]) =>
    writeRows(
      env.DB,
      chargeBoxIds.map((id) =>
        statement(`UPDATE chargers SET ${column} = ? WHERE charge_box_id = ?`, value, id),
      ),
    );
  await set('model', 'Rare', ids.slice(2, 6));
  await set('firmware_version', '9.9', ids.slice(3, 5));
  const select = async (selection: Parameters<typeof selectChargers>[2]) => {
    const { db, counts } = countingDatabase(env.DB);
    const { chargeBoxIds } = await selectChargers(db, account.accountId, selection, 100);
    return { chargeBoxIds: chargeBoxIds.sort(), rowsRead: counts.rowsRead };
  };
  const cases = [
    [{ label: 'few' }, ids.slice(0, 4), 4],
    [{ model: 'Rare' }, ids.slice(2, 6), 4],
    [{ firmwareVersion: '9.9' }, ids.slice(3, 5), 2],
    [{ label: 'few', model: 'Rare' }, ids.slice(2, 4), 4],
    [{ label: 'few', model: 'Rare', firmwareVersion: '9.9' }, ids.slice(3, 4), 4],
    [{ chargeBoxIds: ids.slice(3, 7), model: 'Rare' }, ids.slice(3, 6), 4],
  ] as const;
  for (const [selection, wanted, walked] of cases) {
    const given = {
      ...selection,
      ...('chargeBoxIds' in selection && { chargeBoxIds: [...selection.chargeBoxIds] }),
    };
    const { chargeBoxIds, rowsRead } = await select(given);
    expect(chargeBoxIds, JSON.stringify(selection)).toEqual([...wanted].sort());
    expect(rowsRead, JSON.stringify(selection)).toBeLessThanOrEqual(3 * walked);
  }
});

test('ids that are another account’s, or nobody’s, are named as unknown', async () => {
  const [account, other] = [await newAccount(), await newAccount()];
  const [own, foreign] = [await newCharger(account), await newCharger(other)];
  const selected = await selectChargers(
    env.DB,
    account.accountId,
    { chargeBoxIds: [own.chargeBoxId.toLowerCase(), foreign.chargeBoxId, 'NOBODY'] },
    100,
  );
  expect(selected).toEqual({
    chargeBoxIds: [own.chargeBoxId],
    unknown: [foreign.chargeBoxId, 'NOBODY'],
  });
});
