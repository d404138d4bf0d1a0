import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { downDatabase, replaceBinding } from '../../support/worker/broken-bindings.ts';
import { loggedEvents, newSite } from '../../support/worker/charging-site.ts';
import { eventually } from '../../support/worker/eventually.ts';
import { eventsOf, statusChanged, transactionBody } from '../../support/worker/projected-events.ts';

async function newLog() {
  const site = await newSite();
  const { chargerId, chargeBoxId, log } = site;
  // Of today: what is old would be closed off in a table of its own.
  const { number: numbered } = eventsOf(site);
  const number: typeof numbered = (bodies) => numbered(bodies).map((event) => ({ ...event, at: Date.now() }));
  const append = (events: ReturnType<typeof number>) => log.append({ chargerId, chargeBoxId, events });
  const exec = (query: string) =>
    runInDurableObject(log, (_, { storage }) => {
      storage.sql.exec(query);
    });
  const sequences = async () => (await loggedEvents(site)).map(({ event }) => event.sequence);
  return { site, log, number, append, exec, sequences };
}

test('the tables count, not what the log remembers of them: one that was set back notes what it lost', async () => {
  const { log, number, append, exec } = await newLog();
  await append(number([statusChanged(1, 'Available'), statusChanged(1, 'Preparing')]));
  await append(number([statusChanged(1, 'Charging')]));
  await exec('UPDATE sources SET through = 1');
  expect(await append(number([statusChanged(1, 'Finishing')]))).toEqual({ through: 4 });
  expect((await log.state()).gaps).toMatchObject([{ after: 1, before: 4 }]);
});

test('an append that could not be stored leaves nothing, and its repeat is taken under the next number', async () => {
  const { log, number, append, exec, sequences } = await newLog();
  await append(number([statusChanged(1, 'Available')]));
  const second = number([statusChanged(1, 'Preparing'), statusChanged(1, 'Charging')]);
  await exec(
    "CREATE TRIGGER refuse AFTER INSERT ON events WHEN NEW.number = 3 BEGIN SELECT RAISE(ABORT, 'disk full'); END",
  );
  await expect(Promise.resolve(append(second))).rejects.toThrow('disk full');
  expect(await sequences()).toEqual([1]);
  await exec('DROP TRIGGER refuse');
  expect(await append(second)).toEqual({ through: 3 });
  expect(await sequences()).toEqual([1, 2, 3]);
  expect(await log.state()).toMatchObject({ last: 3, gaps: [] });
});

test('a tag that is erased while its event waits for D1 is not shown there afterwards', async () => {
  const { site, log, number, append } = await newLog();
  const restore = await replaceBinding(log, 'DB', downDatabase());
  const data = transactionBody({ transactionId: `txn_${site.chargerId}`, chargeBoxId: site.chargeBoxId });
  await append(number([{ event: 'transaction.started', data }]));
  expect(await log.eraseIdTag('user-001', 0)).toEqual({ events: 1, next: null });
  restore();
  await append(number([statusChanged(1, 'Charging')]));
  await eventually(() => log.state()).toMatchObject({ last: 2, projected: 2 });
  const row = await env.DB.prepare('SELECT body FROM transactions WHERE transaction_id = ?')
    .bind(data.transactionId)
    .first();
  expect(String(row?.['body'])).toContain('ERASED');
  expect(String(row?.['body'])).not.toContain('USER-001');
});
