import * as z from 'zod';
import { readRow, statement, writeRows } from './database.ts';

/** How long a key stands for its first request. */
const KEPT_MS = 86_400_000;

/** How many that have aged out one request clears away. */
const CLEARED_AT_ONCE = 20;

/** What is known of a key: its request is at work, or was answered. */
export interface IdempotentAnswer {
  /** SHA-256 of what was asked. */
  digest: string;
  /** ms since the epoch */
  createdAt: number;
  /** Null while the first request is at work. */
  answer: { status: number; body: string } | null;
}

const AnswerRow = z
  .object({
    digest: z.string(),
    created_at: z.int(),
    status: z.int().nullable(),
    body: z.string().nullable(),
  })
  .transform(
    ({ digest, created_at: createdAt, status, body }): IdempotentAnswer => ({
      digest,
      createdAt,
      answer: status === null || body === null ? null : { status, body },
    }),
  );

interface Key {
  accountId: string;
  idempotencyKey: string;
}

/** Takes a key for a request; null when it has it, else what the key stands for already. */
export async function claimKey(
  db: D1Database,
  { accountId, idempotencyKey }: Key,
  digest: string,
  now: number,
): Promise<IdempotentAnswer | null> {
  const claimed = await readRow(
    db,
    z.object({ created_at: z.int() }),
    statement(
      `INSERT INTO idempotent_answers (account_id, idempotency_key, digest, created_at) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT (account_id, idempotency_key) DO UPDATE SET
         digest = excluded.digest, created_at = excluded.created_at, status = NULL, body = NULL
       WHERE idempotent_answers.created_at <= ?5
       RETURNING created_at`,
      accountId,
      idempotencyKey,
      digest,
      now,
      now - KEPT_MS,
    ),
  );
  if (claimed !== null) return null;
  const known = await readRow(
    db,
    AnswerRow,
    statement(
      'SELECT digest, created_at, status, body FROM idempotent_answers WHERE account_id = ? AND idempotency_key = ?',
      accountId,
      idempotencyKey,
    ),
  );
  // Given back between the two questions: as good as at work, the client tries again.
  return known ?? { digest, createdAt: now, answer: null };
}

/** Keeps the answer under its key, and clears away some that nobody may ask for any more. */
export async function keepAnswer(
  db: D1Database,
  { accountId, idempotencyKey }: Key,
  answer: { status: number; body: string },
  now: number,
): Promise<void> {
  await writeRows(db, [
    statement(
      'UPDATE idempotent_answers SET status = ?, body = ? WHERE account_id = ? AND idempotency_key = ?',
      answer.status,
      answer.body,
      accountId,
      idempotencyKey,
    ),
    statement(
      `DELETE FROM idempotent_answers WHERE (account_id, idempotency_key) IN (
         SELECT account_id, idempotency_key FROM idempotent_answers INDEXED BY idempotent_answers_by_time
         WHERE created_at <= ? ORDER BY created_at LIMIT ${CLEARED_AT_ONCE})`,
      now - KEPT_MS,
    ),
  ]);
}

/** Gives a key back whose request did nothing. */
export async function releaseKey(db: D1Database, { accountId, idempotencyKey }: Key): Promise<void> {
  await writeRows(db, [
    statement(
      'DELETE FROM idempotent_answers WHERE account_id = ? AND idempotency_key = ?',
      accountId,
      idempotencyKey,
    ),
  ]);
}
