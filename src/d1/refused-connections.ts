import * as z from 'zod';
import { foldIdentity } from '../ocpp/identity.ts';
import { readRows, type Statement, statement } from './database.ts';
import { countUpTo, latestFirst, type PageOf } from './pages.ts';

/** What an instance keeps of them: those that were tried last. */
const MOST_KEPT = 1_000;

/** Refused handshakes of one identity with the same answer. */
export const RefusedConnectionRow = z
  .object({
    folded_id: z.string(),
    charge_box_id: z.string(),
    status: z.int(),
    reason: z.string(),
    count: z.int(),
    first_at: z.int(),
    last_at: z.int(),
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
    subprotocols: z.string().nullable(),
  })
  .transform((row) => ({
    foldedId: row.folded_id,
    chargeBoxId: row.charge_box_id,
    status: row.status,
    reason: row.reason,
    count: row.count,
    firstAt: row.first_at,
    lastAt: row.last_at,
    address: row.address,
    userAgent: row.user_agent,
    subprotocols: row.subprotocols,
  }));
export type RefusedConnectionRow = z.infer<typeof RefusedConnectionRow>;

/** Where a row stands in the list: tried last first. */
export const RefusedConnectionPosition = z.strictObject({
  lastAt: z.int(),
  foldedId: z.string(),
  status: z.int(),
  reason: z.string(),
});
export type RefusedConnectionPosition = z.infer<typeof RefusedConnectionPosition>;

/** Whose refusals are shown: everybody's to the operator, an account's own and, where it is the only one, strangers'. */
export type RefusalAudience = { kind: 'operator' } | { kind: 'account'; accountId: string };

/** Bound to the account, or to null for the operator. */
const SHOWN_TO_AUDIENCE = `refused_connections AS r INDEXED BY refused_connections_by_time
  LEFT JOIN chargers AS c ON c.folded_id = r.folded_id
  WHERE (?1 IS NULL OR c.account_id = ?1
    OR c.account_id IS NULL AND (SELECT COUNT(*) FROM (SELECT 1 FROM accounts LIMIT 2)) = 1)`;

/** Adds what was refused; the oldest go once there are too many. */
export function noteRefusedConnections(
  refused: readonly Omit<RefusedConnectionRow, 'foldedId'>[],
): Statement[] {
  return [
    ...refused.map((row) =>
      statement(
        `INSERT INTO refused_connections
           (folded_id, charge_box_id, status, reason, count, first_at, last_at, address, user_agent, subprotocols)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (folded_id, status, reason) DO UPDATE SET
           charge_box_id = excluded.charge_box_id, count = refused_connections.count + excluded.count,
           last_at = excluded.last_at, address = excluded.address, user_agent = excluded.user_agent,
           subprotocols = excluded.subprotocols`,
        foldIdentity(row.chargeBoxId),
        row.chargeBoxId,
        row.status,
        row.reason,
        row.count,
        row.firstAt,
        row.lastAt,
        row.address,
        row.userAgent,
        row.subprotocols,
      ),
    ),
    statement(
      `DELETE FROM refused_connections WHERE (last_at, folded_id, status, reason) <= (
         SELECT last_at, folded_id, status, reason FROM refused_connections
         ORDER BY last_at DESC, folded_id DESC, status DESC, reason DESC LIMIT 1 OFFSET ${MOST_KEPT})`,
    ),
  ];
}

/** Drops those of an account's chargers that were last tried before a time, ms since the epoch. */
export function dropAgedRefusals(accountId: string, before: number): Statement {
  return statement(
    `DELETE FROM refused_connections
     WHERE last_at < ? AND folded_id IN (SELECT folded_id FROM chargers WHERE account_id = ?)`,
    before,
    accountId,
  );
}

/** Drops those that were last tried before a time and that concern no registered charger. */
export function dropAgedStrangers(before: number): Statement {
  return statement(
    `DELETE FROM refused_connections
     WHERE last_at < ? AND NOT EXISTS (SELECT 1 FROM chargers WHERE chargers.folded_id = refused_connections.folded_id)`,
    before,
  );
}

/** One page of the ring, tried last first, behind the position `after`. */
export function pageRefusedConnections(
  db: D1Database,
  audience: RefusalAudience,
  { after, ...page }: PageOf<RefusedConnectionPosition>,
): Promise<RefusedConnectionRow[]> {
  const position = after === null ? null : [after.lastAt, after.foldedId, after.status, after.reason];
  const { sql, parameters } = latestFirst(['last_at', 'r.folded_id', 'status', 'reason'], {
    ...page,
    after: position,
  });
  return readRows(
    db,
    RefusedConnectionRow,
    statement(
      `SELECT r.folded_id, r.charge_box_id, status, reason, count, first_at, last_at, address, user_agent, subprotocols
       FROM ${SHOWN_TO_AUDIENCE} AND ${sql}`,
      accountOf(audience),
      ...parameters,
    ),
  );
}

/** What the audience is shown, counted up to `atMost`. */
export function countRefusedConnections(
  db: D1Database,
  audience: RefusalAudience,
  atMost: number,
): Promise<number> {
  return countUpTo(db, statement(`SELECT 1 FROM ${SHOWN_TO_AUDIENCE}`, accountOf(audience)), atMost);
}

function accountOf(audience: RefusalAudience): string | null {
  return audience.kind === 'operator' ? null : audience.accountId;
}
