import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import * as z from 'zod';
import { eventLogName } from '../../../src/contracts/event-log-rpc.ts';
import { type LoggedEvent, readEvents } from '../../../src/event-log/store/events.ts';
import { foldIdentity } from '../../../src/ocpp/identity.ts';
import { newAccount, newCharger } from './api-client.ts';
import { eventually } from './eventually.ts';

/** A registered charger of an account of its own, its object and the account's log. */
export async function newSite(fields: Record<string, unknown> = {}) {
  const account = await newAccount();
  const { chargerId, chargeBoxId } = await newCharger(account, fields);
  const object = env.CHARGER.getByName(foldIdentity(chargeBoxId));
  const log = env.EVENT_LOG.getByName(eventLogName(account.accountId));
  return { account, accountId: account.accountId, chargerId, chargeBoxId, object, log };
}
export type Site = Awaited<ReturnType<typeof newSite>>;

/** An active id tag of the account. */
export async function registerIdTag({ accountId }: Site, idTag: string): Promise<void> {
  await env.DB.prepare(
    "INSERT INTO id_tags (account_id, folded_id_tag, id_tag, status, created_at) VALUES (?, ?, ?, 'active', 0)",
  )
    .bind(accountId, idTag.toLowerCase(), idTag)
    .run();
}

/** All that the account's log holds, in order. */
export async function loggedEvents({ log }: Site): Promise<LoggedEvent[]> {
  return runInDurableObject(log, (_, { storage }) =>
    readEvents(storage.sql, 0, 10_000).map(({ logged }) => logged),
  );
}

/** The names of the events, in the log's order. */
export async function loggedNames(site: Site): Promise<string[]> {
  return (await loggedEvents(site)).map(({ event }) => event.event);
}

const Progress = z.object({ last: z.int().nullable(), waiting: z.int() });

/** How far an object has come: its last number, and how many are still to be handed on. */
function progressOf(stub: DurableObjectStub, query: string, ...bindings: unknown[]) {
  return runInDurableObject(stub, (_, { storage }) =>
    Progress.parse(storage.sql.exec(query, ...bindings).one()),
  );
}

/** Waits until everything that the charger has told is in the log, and everything in the log is in D1. */
export async function settle({ chargerId, object, log }: Site): Promise<void> {
  await eventually(async () => {
    const outbox = await progressOf(
      object,
      "SELECT max(sequence) AS last, count(nullif(data, '')) AS waiting FROM outbox",
    );
    const logged = await progressOf(
      log,
      `SELECT (SELECT through FROM sources WHERE charger_id = ?) AS last,
           ifnull((SELECT max(number) FROM events), ifnull((SELECT max(last_number) FROM event_tables), 0)) - ifnull((SELECT number FROM cursors), 0) AS waiting`,
      chargerId,
    );
    return {
      undelivered: outbox.waiting,
      behind: logged.waiting,
      missing: (outbox.last ?? 0) - (logged.last ?? 0),
    };
  }).toEqual({ undelivered: 0, behind: 0, missing: 0 });
}
