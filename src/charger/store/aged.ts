import * as z from 'zod';
import { readOpenTransactions } from './transactions.ts';

const Row = z.object({ id: z.union([z.string(), z.int()]), data: z.string() });

/** Something that is old enough to go, as it is stored. */
export interface AgedRow {
  id: string | number;
  data: string;
}

/** The oldest commands that ended and were made before a time, ms since the epoch: their ids sort by it. */
export function readAgedCommands(sql: SqlStorage, before: number, limit: number): AgedRow[] {
  return rows(
    sql,
    'SELECT command_id AS id, data FROM commands WHERE command_id < ? AND is_open = 0 ORDER BY command_id LIMIT ?',
    `cmd_${Math.max(0, before).toString(16).padStart(12, '0')}`,
    limit,
  );
}

export function deleteCommands(sql: SqlStorage, ids: readonly AgedRow['id'][]): void {
  for (const id of ids) sql.exec('DELETE FROM commands WHERE command_id = ?', id);
}

/**
 * The oldest transactions that ended before a time, ms since the epoch. The newest one stays, whose number the next one
 * follows.
 */
export function readAgedTransactions(sql: SqlStorage, before: number, limit: number): AgedRow[] {
  const oldest = rows(
    sql,
    `SELECT ocpp_transaction_id AS id, data FROM transactions
     WHERE ocpp_transaction_id < (SELECT max(ocpp_transaction_id) FROM transactions)
     ORDER BY ocpp_transaction_id LIMIT ?`,
    limit,
  );
  return oldest.filter(({ data }) => {
    const { end } = Ended.parse(JSON.parse(data));
    return end !== null && end.stopReceivedAt < before;
  });
}

const Ended = z.object({ end: z.object({ stopReceivedAt: z.int() }).nullable() });

export function deleteTransactions(sql: SqlStorage, ids: readonly AgedRow['id'][]): void {
  for (const id of ids) sql.exec('DELETE FROM transactions WHERE ocpp_transaction_id = ?', id);
}

/** Whether a transaction runs that has samples among the rows up to this one. */
export function isMetered(sql: SqlStorage, upToRow: number): boolean {
  return readOpenTransactions(sql).some(({ metersAfterRow }) => metersAfterRow < upToRow);
}

function rows(sql: SqlStorage, query: string, ...bindings: SqlStorageValue[]): AgedRow[] {
  return sql
    .exec(query, ...bindings)
    .toArray()
    .map((row) => Row.parse(row));
}
