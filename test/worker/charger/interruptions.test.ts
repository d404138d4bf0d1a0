import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { replaceBinding, replaceLog, steppedDatabase } from '../../support/worker/broken-bindings.ts';
import { newSite, registerIdTag, type Site } from '../../support/worker/charging-site.ts';
import { interrupt } from '../../support/worker/interruption.ts';
import { auditSession, freshSite, runSession, SESSION_CALLS } from '../../support/worker/session-audit.ts';

/** A session is run for each of its steps. */
const LONG = { timeout: 240_000 };

async function newDriverSite(): Promise<Site> {
  const site = await newSite();
  await registerIdTag(site, 'USER-001');
  return site;
}

/** Runs and audits a session whose charger's object is lost at a step; where that was, null where it has no such step. */
async function interruptObject(at: number): Promise<string | null> {
  const site = await newDriverSite();
  const interruption = await interrupt(site.object, at);
  const { step } = interruption;
  const restoreDatabase = await replaceBinding(site.object, 'DB', steppedDatabase('all', step));
  const restoreLog = await replaceLog(site, async (batch, handOn) => {
    step('before the log is told');
    const answer = await handOn(batch);
    step('before the answer of the log is heard');
    return answer;
  });
  const ocppTransactionId = await runSession(site, { lost: interruption.happened });
  restoreLog();
  restoreDatabase();
  await auditSession(site, ocppTransactionId, `at step ${at}, ${interruption.place}`);
  return interruption.place;
}

/** The same for the log, whose loss the charger's connection does not notice. */
async function interruptLog(at: number): Promise<string | null> {
  const site = await newDriverSite();
  const interruption = await interrupt(site.log, at);
  const restore = await replaceBinding(site.log, 'DB', steppedDatabase('batch', interruption.step));
  const ocppTransactionId = await runSession(site, {});
  restore();
  await auditSession(site, ocppTransactionId, `at step ${at}, ${interruption.place}`);
  return interruption.place;
}

test.each([
  { what: 'a charger’s object', interruptAt: interruptObject, fewest: 40 },
  { what: 'a log', interruptAt: interruptLog, fewest: 30 },
])('$what that is lost at any step of a session loses and doubles nothing', LONG, async (lossOf) => {
  const places: string[] = [];
  for (let place = await lossOf.interruptAt(1); place !== null; ) {
    places.push(place);
    place = await lossOf.interruptAt(places.length + 1);
  }
  console.log(`${places.length} steps: ${[...new Set(places)].join('; ')}`);
  expect(places.length).toBeGreaterThan(lossOf.fewest);
});

/** The object is gone at once, and its sockets with it; nobody is told. */
async function loseHost(stub: DurableObjectStub): Promise<void> {
  await runInDurableObject(stub, (_, state) => state.abort('host lost')).catch(() => {});
}

test.each<{ what: string; disturb: (site: Site, hangUp: () => void) => Promise<void> }>([
  { what: 'a charger’s object that hibernates', disturb: ({ object }) => evictDurableObject(object) },
  {
    what: 'a charger’s object that is evicted with its socket',
    disturb: async ({ object }, hangUp) => {
      await evictDurableObject(object, { webSockets: 'close' });
      hangUp();
    },
  },
  {
    what: 'a charger’s object whose host is lost',
    disturb: async ({ object }, hangUp) => {
      await loseHost(object);
      hangUp();
    },
  },
  { what: 'a log that is evicted', disturb: ({ log }) => evictDurableObject(log) },
  { what: 'a log whose host is lost', disturb: ({ log }) => loseHost(log) },
])('$what right after any answer of a session loses and doubles nothing', LONG, async ({ disturb }) => {
  for (let at = 1; at < SESSION_CALLS; at += 1) {
    const site = await newDriverSite();
    let isDisturbed = false;
    const ocppTransactionId = await runSession(site, {
      afterAnswer: async (call, hangUp) => {
        if (call !== at) return;
        isDisturbed = true;
        await disturb(freshSite(site), hangUp);
      },
    });
    expect(isDisturbed).toBe(true);
    await auditSession(site, ocppTransactionId, `after answer ${at}`);
  }
});
