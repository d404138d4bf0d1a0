import { env } from 'cloudflare:workers';
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { downDatabase, replaceBinding, slowDatabase } from '../../support/worker/broken-bindings.ts';
import { bootOf, meter, reportStatus, start, stop } from '../../support/worker/charging-session.ts';
import { loggedNames, newSite, registerIdTag, settle } from '../../support/worker/charging-site.ts';
import { eventually } from '../../support/worker/eventually.ts';
import { connectScriptedCharger } from '../../support/worker/scripted-charger.ts';

/** A charger that has seen the tag USER-001 while D1 was up. */
async function newKnowingCharger() {
  const site = await newSite();
  await registerIdTag(site, 'USER-001');
  const charger = await connectScriptedCharger(site.chargeBoxId);
  await bootOf(charger);
  await charger.call('Authorize', { idTag: 'USER-001' });
  await settle(site);
  return { site, charger };
}

const transactionsOf = async (accountId: string) => {
  const { results } = await env.DB.prepare(
    `SELECT folded_id_tag, status, (SELECT transaction_count FROM accounts WHERE account_id = ?1) AS total
     FROM transactions WHERE account_id = ?1 ORDER BY transaction_id`,
  )
    .bind(accountId)
    .all();
  return results;
};

test.each([
  ['down', downDatabase()],
  ['slower than a charger may be kept waiting', slowDatabase(2_600)],
])(
  'while D1 is %s a charger boots, authorizes, charges and stops, and all of it is in D1 afterwards, once',
  async (_, database) => {
    const { site, charger: before } = await newKnowingCharger();
    before.close();
    await settle(site);
    const restore = await replaceBinding(site.object, 'DB', database);
    const charger = await connectScriptedCharger(site.chargeBoxId);
    expect(await bootOf(charger)).toMatchObject({ status: 'Accepted' });
    expect(await reportStatus(charger, 'Preparing')).toEqual({});
    // Known from before, in any spelling; nobody knows the other one.
    expect(await charger.call('Authorize', { idTag: 'user-001' })).toEqual({
      idTagInfo: { status: 'Accepted' },
    });
    const known = await start(charger, 'USER-001', 1_000);
    expect(await meter(charger, known, 2_000)).toEqual({});
    expect(await stop(charger, known, 3_000)).toEqual({});
    const unknown = await charger.call('StartTransaction', {
      connectorId: 2,
      idTag: 'STRANGER',
      meterStart: 0,
      timestamp: '2025-01-15T10:35:00Z',
    });
    expect(unknown).toEqual({ transactionId: known + 1, idTagInfo: { status: 'Invalid' } });
    restore();
    await eventually(async () => {
      await runDurableObjectAlarm(site.log);
      return transactionsOf(site.accountId);
    }).toEqual([
      { folded_id_tag: 'user-001', status: 'completed', total: 2 },
      { folded_id_tag: 'stranger', status: 'in_progress', total: 2 },
    ]);
    await settle(site);
    const names = (await loggedNames(site)).slice(2).filter((name) => name !== 'idtag.refused');
    expect(names).toEqual([
      'charger.disconnected',
      'charger.connected',
      'charger.boot',
      'connector.status_changed',
      'transaction.started',
      'transaction.stopped',
      'transaction.started',
    ]);
    const { body } = await site.account.call('GET', '/api/v1/chargers?connectorStatus=Preparing');
    expect(body).toMatchObject({
      chargers: [{ chargeBoxId: site.chargeBoxId, isOnline: true, vendor: 'ABB' }],
    });
  },
  30_000,
);

test('a log that D1 does not answer arms its alarm, over evictions, until D1 has taken everything', async () => {
  const { site, charger } = await newKnowingCharger();
  const restore = await replaceBinding(site.log, 'DB', downDatabase());
  await reportStatus(charger, 'Charging');
  const alarm = () => runInDurableObject(site.log, (_, { storage }) => storage.getAlarm());
  await eventually(alarm).toBeGreaterThan(Date.now());
  await evictDurableObject(site.log);
  expect(await runDurableObjectAlarm(site.log)).toBe(true);
  expect(await alarm()).toBeGreaterThan(Date.now());
  restore();
  expect(await runDurableObjectAlarm(site.log)).toBe(true);
  await settle(site);
  expect(await alarm()).toBeNull();
  const { body } = await site.account.call('GET', '/api/v1/chargers?connectorStatus=Charging');
  expect(body).toMatchObject({ chargers: [{ chargeBoxId: site.chargeBoxId }] });
});

test('a log that D1 takes at once arms no alarm', async () => {
  const { site, charger } = await newKnowingCharger();
  await reportStatus(charger, 'Charging');
  await settle(site);
  expect(await runInDurableObject(site.log, (_, { storage }) => storage.getAlarm())).toBeNull();
});

test('a log that was cut off behind its append projects when the charger delivers again', async () => {
  const { site } = await newKnowingCharger();
  const { chargerId, chargeBoxId, log } = site;
  const restore = await replaceBinding(log, 'DB', downDatabase());
  const event = {
    event: 'connector.status_changed' as const,
    sequence: 3,
    at: Date.now(),
    data: {
      connectorId: 1,
      status: 'Faulted',
      previousStatus: null,
      errorCode: 'OtherError',
      info: null,
      vendorErrorCode: null,
      since: new Date(Date.now()).toISOString(),
    },
  };
  await log.append({ chargerId, chargeBoxId, events: [event] });
  await runInDurableObject(log, (_, { storage }) => storage.deleteAlarm());
  await evictDurableObject(log);
  restore();
  await log.append({ chargerId, chargeBoxId, events: [event] });
  const { body } = await site.account.call('GET', '/api/v1/chargers?connectorStatus=Faulted');
  expect(body).toMatchObject({ chargers: [{ chargeBoxId }] });
});
