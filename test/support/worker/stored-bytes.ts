import * as z from 'zod';

const Named = z.object({ name: z.string() });
const Bytes = z.object({ bytes: z.int() });

/** What a row costs beside its values: its header, its key and its share of the page. */
const ROW_BYTES = 12;

/** Bytes in each table of an object: its values and a little for each row. */
export function storedBytes(sql: SqlStorage): Record<string, number> {
  const tables = sql
    .exec(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf*' AND name NOT GLOB 'sqlite*'`,
    )
    .toArray()
    .map((row) => Named.parse(row).name);
  return Object.fromEntries(
    tables.map((table) => {
      const columns = sql.exec(`SELECT name FROM pragma_table_info('${table}')`).toArray();
      const values = columns.map((row) => `ifnull(length(CAST("${Named.parse(row).name}" AS BLOB)), 0)`);
      const query = `SELECT ifnull(sum(${values.join(' + ')} + ${ROW_BYTES}), 0) AS bytes FROM "${table}"`;
      return [table, Bytes.parse(sql.exec(query).one()).bytes];
    }),
  );
}

/** The same for the transactions of D1, each of whose indexes holds its own columns again. */
export async function storedTransactionBytes(db: D1Database, accountId: string): Promise<number> {
  const row = await db
    .prepare(
      `SELECT ifnull(sum(
         length(CAST(body AS BLOB)) + 4 * (length(transaction_id) + length(account_id) + length(status) + 8)
         + 3 * length(charger_id) + 2 * length(folded_id) + 2 * ifnull(length(folded_id_tag), 0)
         + 4 * ${ROW_BYTES}), 0) AS bytes
       FROM transactions WHERE account_id = ?`,
    )
    .bind(accountId)
    .first();
  return Bytes.parse(row).bytes;
}
