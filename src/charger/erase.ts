import * as z from 'zod';
import type { ErasedStep, ErasePosition } from '../contracts/erasure-rpc.ts';
import { foldIdTag } from '../domain/authorization.ts';
import { eraseInText } from '../domain/erasure.ts';
import { Transaction } from '../domain/transaction.ts';
import type { Sessions } from './session.ts';
import { facts } from './store/facts.ts';
import { eraseFrames } from './trace.ts';

/** Rows that are looked through in one step. */
const STEP = 500;

interface ErasableTable {
  name: string;
  key: string;
  /** Which rows are history: what runs still needs its tag. */
  where?: string;
  erase: (data: string, folded: string) => string | null;
}

/** All tables in whose rows a tag may stand. What a position counts is this order. */
const TABLES: readonly ErasableTable[] = [
  { name: 'transactions', key: 'ocpp_transaction_id', where: 'is_open = 0', erase: eraseInText },
  { name: 'commands', key: 'command_id', where: 'is_open = 0', erase: eraseInText },
  { name: 'reservations', key: 'reservation_id', where: 'is_open = 0', erase: eraseInText },
  { name: 'orphan_stops', key: 'row_number', erase: eraseInText },
  { name: 'outbox', key: 'sequence', where: "data <> ''", erase: eraseInText },
  { name: 'trace', key: 'row_number', erase: eraseFrames },
  { name: 'older_trace', key: 'row_number', erase: eraseFrames },
  { name: 'flags', key: 'name', erase: eraseExample },
];

const Row = z.object({ key: z.union([z.string(), z.int()]), data: z.string() });

/** One bounded step of erasing a tag from what a charger's object has kept. */
export function eraseStep(
  storage: Pick<DurableObjectStorage, 'sql' | 'transactionSync'>,
  sessions: { sessions: Sessions; socket: WebSocket | null },
  idTag: string,
  from: ErasePosition | null,
): ErasedStep {
  const folded = foldIdTag(idTag);
  const position = from ?? { table: 0, after: null };
  const table = TABLES[position.table];
  return storage.transactionSync(() => {
    const memory = from === null ? eraseMemory(storage.sql, sessions, folded) : 0;
    if (table === undefined) return { rows: memory, transactionIds: [], next: null };
    const { seen, rows, transactionIds, last } = eraseRows(storage.sql, table, folded, position.after);
    const isThrough = seen < STEP;
    const isLast = position.table + 1 >= TABLES.length;
    const next = isThrough
      ? isLast
        ? null
        : { table: position.table + 1, after: null }
      : { table: position.table, after: last };
    return { rows: memory + rows, transactionIds, next };
  });
}

function eraseRows(
  sql: SqlStorage,
  { name, key, where = '1', erase }: ErasableTable,
  folded: string,
  after: string | number | null,
) {
  const found = sql
    .exec(
      `SELECT ${key} AS key, data FROM ${name} WHERE ${where} AND (?1 IS NULL OR ${key} > ?1) ORDER BY ${key} LIMIT ?2`,
      after,
      STEP,
    )
    .toArray()
    .map((row) => Row.parse(row));
  const transactionIds: string[] = [];
  let rows = 0;
  for (const row of found) {
    const erased = erase(row.data, folded);
    if (erased === null) continue;
    rows += sql.exec(`UPDATE ${name} SET data = ? WHERE ${key} = ?`, erased, row.key).rowsWritten > 0 ? 1 : 0;
    if (name === 'transactions') transactionIds.push(Transaction.parse(JSON.parse(erased)).transactionId);
  }
  return { seen: found.length, rows, transactionIds, last: found.at(-1)?.key ?? after };
}

/** What is remembered of the tag, and the frames that wait with the socket or for the next one. */
function eraseMemory(
  sql: SqlStorage,
  { sessions, socket }: { sessions: Sessions; socket: WebSocket | null },
  folded: string,
): number {
  const { rowsWritten } = sql.exec('DELETE FROM remembered_id_tags WHERE folded_id_tag = ?', folded);
  if (socket !== null) {
    const session = sessions.read(socket);
    const trace = eraseFrames(session.trace, folded);
    if (trace !== null) sessions.write(socket, { ...session, trace });
    sessions.save();
  }
  const connection = facts.connection.read(sql);
  const trace = connection === null ? null : eraseFrames(connection.trace, folded);
  if (connection !== null && trace !== null) facts.connection.write(sql, { ...connection, trace });
  return rowsWritten + (trace === null ? 0 : 1);
}

const Example = z.looseObject({ example: z.string().nullable() });

/** An example is free text: where the tag may stand in it, it goes. */
function eraseExample(data: string, folded: string): string | null {
  const count = Example.parse(JSON.parse(data));
  const isNamed = count.example?.toLowerCase().includes(folded) === true;
  return isNamed ? JSON.stringify({ ...count, example: null }) : null;
}
