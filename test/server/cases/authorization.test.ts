import { describe, expect, test } from 'vitest';
import { SOON } from '../../support/charger-view.ts';
import { registerCaseTags, registerIdTag } from '../../support/id-tags.ts';
import { onlineCharger } from '../../support/online-charger.ts';
import { newAccount, sharedServer, unique } from '../../support/server.ts';
import { Station } from '../../support/station.ts';

const server = sharedServer();
const account = await newAccount(server);
await registerCaseTags(account);

const newTag = () => unique('T').slice(0, 14);

describe('Authorize', () => {
  test('#20 TC_023_1_CSMS of an unknown tag is Invalid, begins nothing, and the tag is listed as unknown', async () => {
    const station = await Station.booted(account);
    const idTag = newTag();
    expect(await station.authorize(idTag)).toEqual({ status: 'Invalid' });
    expect(await station.transactions()).toEqual([]);
    await expect
      .poll(() => account.get('/id-tags/unknown'), SOON)
      .toMatchObject({
        body: {
          idTags: expect.arrayContaining([
            expect.objectContaining({ idTag, chargeBoxId: station.chargeBoxId, status: 'Invalid', count: 1 }),
          ]),
        },
      });
    await station.close();
  });

  test('#21 TC_023_2_CSMS of an expired tag is Expired', async () => {
    const station = await Station.booted(account);
    expect(await station.authorize('EXPIRED')).toEqual({
      status: 'Expired',
      expiryDate: '2020-01-01T00:00:00.000Z',
    });
    expect(await station.transactions()).toEqual([]);
    await station.close();
  });

  test('#22 TC_023_3_CSMS of a blocked tag is Blocked', async () => {
    const station = await Station.booted(account);
    expect(await station.authorize('BLOCKED')).toEqual({ status: 'Blocked' });
    expect(await station.transactions()).toEqual([]);
    await station.close();
  });

  test('#161 X-A01: of a tag in another case than it was registered in is Accepted', async () => {
    await registerIdTag(account, 'abCD01');
    const station = await Station.booted(account);
    expect(await station.authorize('ABcd01')).toEqual({ status: 'Accepted' });
    await station.close();
  });

  test('#163 X-A03: of a tag whose expiryDate is now is Expired; one that expires a little later is still Accepted', async () => {
    const station = await Station.booted(account);
    const [past, ahead] = [newTag(), newTag()];
    await registerIdTag(account, past, { expiryDate: new Date().toISOString() });
    expect(await station.authorize(past)).toMatchObject({ status: 'Expired' });
    const expiryDate = new Date(Date.now() + 1_500).toISOString();
    await registerIdTag(account, ahead, { expiryDate });
    expect(await station.authorize(ahead)).toEqual({ status: 'Accepted', expiryDate });
    await expect.poll(() => station.authorize(ahead), SOON).toEqual({ status: 'Expired', expiryDate });
    await station.close();
  });

  test('#167 X-A07: while the tag charges is Accepted, also where one transaction is its limit: only a start is ConcurrentTx', async () => {
    const station = await Station.booted(account, { connectors: [0, 1, 2] });
    const idTag = newTag();
    await registerIdTag(account, idTag, { maxActiveTransactions: 1 });
    expect((await station.start({ idTag })).idTagInfo.status).toBe('Accepted');
    expect(await station.authorize(idTag)).toEqual({ status: 'Accepted' });
    const second = await station.start({ idTag, connectorId: 2 });
    expect(second.idTagInfo).toEqual({ status: 'ConcurrentTx' });
    await station.close();
  });

  test('#169 X-A09: of an empty tag is Invalid, and the charger is served on', async () => {
    const { charger } = await onlineCharger(account);
    expect(await charger.call('Authorize', { idTag: '' })).toMatchObject([
      3,
      expect.any(String),
      { idTagInfo: { status: 'Invalid' } },
    ]);
    expect((await charger.call('Heartbeat', {}))[0]).toBe(3);
    expect(charger.frames.every(([type]) => type === 3)).toBe(true);
    await charger.close();
  });
});

describe('a start is given a number whatever the tag (OCPP 1.6 4.8)', () => {
  test('#164 X-A04: of a tag that was blocked since its Authorize is Blocked', async () => {
    const station = await Station.booted(account);
    const idTag = newTag();
    await registerIdTag(account, idTag);
    expect(await station.authorize(idTag)).toEqual({ status: 'Accepted' });
    expect(await account.patch(`/id-tags/${idTag}`, { status: 'blocked' })).toMatchObject({ status: 200 });
    expect((await station.start({ idTag })).idTagInfo).toEqual({ status: 'Blocked' });
    await expect
      .poll(() => station.transactions(), SOON)
      .toMatchObject([{ idTag, status: 'in_progress', authorizationStatus: 'Blocked' }]);
    await station.close();
  });

  test.each([
    ['UNKNOWN', 'Invalid'],
    ['BLOCKED', 'Blocked'],
    ['EXPIRED', 'Expired'],
  ])('#170 X-X01: of the tag %s is %s', async (idTag, status) => {
    const station = await Station.booted(account);
    const { transactionId, idTagInfo } = await station.start({ idTag });
    expect(idTagInfo.status).toBe(status);
    await expect
      .poll(() => station.transactions(), SOON)
      .toMatchObject([
        { ocppTransactionId: transactionId, idTag, authorizationStatus: status, status: 'in_progress' },
      ]);
    await station.close();
  });

  test('#166 X-A06: again, with a new message id, gets the same number and status, never ConcurrentTx against itself', async () => {
    const { charger, chargeBoxId } = await onlineCharger(account);
    const idTag = newTag();
    await registerIdTag(account, idTag, { maxActiveTransactions: 1 });
    const start = { connectorId: 1, idTag, meterStart: 10_000, timestamp: '2025-01-15T10:35:00Z' };
    const [, , first] = await charger.call('StartTransaction', start, 'first');
    expect(first).toMatchObject({ idTagInfo: { status: 'Accepted' } });
    const [type, , second] = await charger.call('StartTransaction', start, 'second');
    expect([type, second]).toEqual([3, first]);
    await expect
      .poll(() => account.get(`/transactions?chargeBoxId=${chargeBoxId}`), SOON)
      .toMatchObject({
        body: { pagination: { total: 1 }, transactions: [{ authorizationStatus: 'Accepted' }] },
      });
    await charger.close();
  });
});
