import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { replaceLog } from '../../support/worker/broken-bindings.ts';
import { bootOf, meter, reportStatus, start } from '../../support/worker/charging-session.ts';
import {
  loggedEvents,
  newSite,
  registerIdTag,
  settle,
  type Site,
} from '../../support/worker/charging-site.ts';
import { eventually } from '../../support/worker/eventually.ts';
import { interrupt } from '../../support/worker/interruption.ts';
import { connectScriptedCharger } from '../../support/worker/scripted-charger.ts';
import { freshSite } from '../../support/worker/session-audit.ts';

/** A charger is deleted for each step that its deletion has. */
const LONG_MS = 120_000;

async function newChargingSite(): Promise<Site> {
  const site = await newSite();
  await registerIdTag(site, 'USER-001');
  const charger = await connectScriptedCharger(site.chargeBoxId);
  await bootOf(charger);
  await reportStatus(charger, 'Charging');
  await meter(charger, await start(charger, 'USER-001', 10_000), 12_000);
  await settle(site);
  return site;
}

/** Deletes a charger whose object is lost at a step of that, as often as it takes; where that was, null for no step. */
async function interruptRemoval(at: number): Promise<string | null> {
  const site = await newChargingSite();
  const interruption = await interrupt(site.object, at);
  const restore = await replaceLog(site, async (batch, handOn) => {
    interruption.step('before the log is told');
    const answer = await handOn(batch);
    interruption.step('before the answer of the log is heard');
    return answer;
  });
  // Whoever gets no answer asks again: then it may be gone already.
  await eventually(async () => {
    const { status } = await site.account.call('DELETE', `/api/v1/chargers/${site.chargeBoxId}`);
    return [200, 404].includes(status) ? 'gone' : status;
  }).toBe('gone');
  restore();
  await audit(freshSite(site), `at step ${at}, ${interruption.place}`);
  return interruption.place;
}

async function audit(site: Site, message: string): Promise<void> {
  const tables = await runInDurableObject(
    site.object,
    (_, { storage }) =>
      storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT GLOB '_cf_*'").toArray().length,
  );
  expect(tables, message).toBe(0);
  const logged = (await loggedEvents(site)).map(({ event }) => event);
  expect(
    logged.map(({ sequence }) => sequence),
    message,
  ).toEqual(logged.map((_, index) => index + 1));
  const names = logged.map(({ event }) => event);
  expect(
    names.filter((name) => name.startsWith('transaction.')),
    message,
  ).toEqual(['transaction.started', 'transaction.stopped']);
  expect(names.filter((name) => name === 'charger.disconnected').length, message).toBe(1);
  const { body } = await site.account.call('GET', '/api/v1/transactions');
  expect(body, message).toMatchObject({
    transactions: [{ status: 'completed', energyDelivered: 2 }],
    pagination: { total: 1 },
  });
  const rows = await env.DB.prepare('SELECT 1 FROM chargers WHERE charger_id = ?').bind(site.chargerId).all();
  expect(rows.results, message).toEqual([]);
}

test(
  'a charger whose deletion is cut off at any step is deleted by asking again, and loses and doubles nothing',
  async () => {
    const places: string[] = [];
    for (let place = await interruptRemoval(1); place !== null; ) {
      places.push(place);
      place = await interruptRemoval(places.length + 1);
    }
    console.log(`${places.length} steps: ${[...new Set(places)].join('; ')}`);
    expect(places.length).toBeGreaterThan(8);
    expect(places).toContain('before all is deleted');
  },
  LONG_MS,
);
