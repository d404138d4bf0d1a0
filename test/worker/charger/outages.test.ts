import { expect, test } from 'vitest';
import {
  downDatabase,
  downLog,
  replaceBinding,
  replaceLog,
  slowDatabase,
} from '../../support/worker/broken-bindings.ts';
import { bootOf } from '../../support/worker/charging-session.ts';
import { newSite, registerIdTag, settle, type Site } from '../../support/worker/charging-site.ts';
import { quickenTimers } from '../../support/worker/quick-timers.ts';
import { connectScriptedCharger } from '../../support/worker/scripted-charger.ts';
import { auditSession, runSession } from '../../support/worker/session-audit.ts';

const TEN_SECONDS = 10_000;
/** Ten seconds pass in one. */
const QUICKER = 10;

/** Breaks something; gives what mends it. */
type Outage = (site: Site) => Promise<() => void>;

const databaseDown: Outage = ({ object }) => replaceBinding(object, 'DB', downDatabase());
const databaseSlow: Outage = ({ object }) => replaceBinding(object, 'DB', slowDatabase(TEN_SECONDS));
const logDown: Outage = (site) => replaceLog(site, downLog().append);
const logSlow: Outage = (site) =>
  replaceLog(site, async (batch, handOn) => {
    await new Promise((resolve) => {
      setTimeout(resolve, TEN_SECONDS);
    });
    return handOn(batch);
  });

const both =
  (one: Outage, other: Outage): Outage =>
  async (site) => {
    const mends = [await one(site), await other(site)];
    return () => {
      for (const mend of mends.reverse()) mend();
    };
  };

const outages: { what: string; begin: Outage }[] = [
  { what: 'D1 is down', begin: databaseDown },
  { what: 'D1 takes ten seconds', begin: databaseSlow },
  { what: 'the log is down', begin: logDown },
  { what: 'the log takes ten seconds', begin: logSlow },
  { what: 'D1 and the log are down', begin: both(databaseDown, logDown) },
  { what: 'D1 and the log take ten seconds', begin: both(databaseSlow, logSlow) },
];

/** A charger that presented the tag USER-001 once, while everything was up. */
async function newKnowingSite(policy: 'closed' | 'open'): Promise<Site> {
  const site = await newSite();
  await site.account.call('PATCH', '/api/v1/account', { tagPolicy: policy });
  await registerIdTag(site, 'USER-001');
  const charger = await connectScriptedCharger(site.chargeBoxId);
  await bootOf(charger);
  await charger.call('Authorize', { idTag: 'USER-001' });
  await settle(site);
  return site;
}

test.each(outages)(
  'while $what a charger boots, authorizes, charges and stops with no CALLERROR, and all of it is there afterwards, once',
  async ({ begin }) => {
    const site = await newKnowingSite('closed');
    quickenTimers(QUICKER);
    const mend = await begin(site);
    const ocppTransactionId = await runSession(site, {});
    expect(ocppTransactionId).toBeGreaterThan(0);
    mend();
    await auditSession(site, ocppTransactionId, 'after the outage');
  },
);

test.each(outages)(
  'while $what a known tag may charge, and a strange one as the account’s policy was last heard',
  async ({ begin }) => {
    quickenTimers(QUICKER);
    for (const policy of ['closed', 'open'] as const) {
      const site = await newKnowingSite(policy);
      const mend = await begin(site);
      const charger = await connectScriptedCharger(site.chargeBoxId);
      const authorize = async (idTag: string) => (await charger.call('Authorize', { idTag }))['idTagInfo'];
      expect(await authorize('user-001')).toEqual({ status: 'Accepted' });
      expect(await authorize('STRANGER')).toEqual({ status: policy === 'open' ? 'Accepted' : 'Invalid' });
      mend();
    }
  },
);

test('what a D1 that fails and comes back, again and again, shows in the end is whole', async () => {
  const site = await newKnowingSite('closed');
  let isDown = true;
  const mend = await replaceBinding(
    site.object,
    'DB',
    downDatabase(() => isDown),
  );
  const ocppTransactionId = await runSession(site, {
    afterAnswer: () => {
      isDown = !isDown;
      return Promise.resolve();
    },
  });
  expect(ocppTransactionId).toBeGreaterThan(0);
  mend();
  await auditSession(site, ocppTransactionId, 'after the outages');
});
