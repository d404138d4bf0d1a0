import * as z from 'zod';
import { DataTransferHandler, foldVendorId } from '../domain/data-transfer.ts';
import { jsonColumn, readRow, readRows, statement, writeRows } from './database.ts';

const Row = z.object({ data: jsonColumn(DataTransferHandler) }).transform(({ data }) => data);

/** More of them no account has. */
const MOST = 100;

/** The account's handler of a vendor, in any spelling of its case. Throws `DatabaseUnavailable`. */
export function findDataTransferHandler(
  db: D1Database,
  accountId: string,
  vendorId: string,
): Promise<DataTransferHandler | null> {
  return readRow(
    db,
    Row,
    statement(
      'SELECT data FROM data_transfer_handlers WHERE account_id = ? AND folded_vendor_id = ?',
      accountId,
      foldVendorId(vendorId),
    ),
  );
}

/** All of the account, by vendor. Throws `DatabaseUnavailable`. */
export function listDataTransferHandlers(db: D1Database, accountId: string): Promise<DataTransferHandler[]> {
  return readRows(
    db,
    Row,
    statement(
      'SELECT data FROM data_transfer_handlers WHERE account_id = ? ORDER BY folded_vendor_id LIMIT ?',
      accountId,
      MOST,
    ),
  );
}

/** Adds a handler; false when the account has one for this vendor, or as many as it may have. Throws `DatabaseUnavailable`. */
export async function insertDataTransferHandler(
  db: D1Database,
  accountId: string,
  handler: DataTransferHandler,
): Promise<boolean> {
  const [changes] = await writeRows(db, [
    statement(
      `INSERT INTO data_transfer_handlers (account_id, folded_vendor_id, data)
       SELECT ?1, ?2, ?3 WHERE (SELECT COUNT(*) FROM data_transfer_handlers WHERE account_id = ?1) < ?4
       ON CONFLICT DO NOTHING`,
      accountId,
      foldVendorId(handler.vendorId),
      JSON.stringify(handler),
      MOST,
    ),
  ]);
  return changes === 1;
}

/** Puts a handler in the place of the account's; false when it has none for this vendor. Throws `DatabaseUnavailable`. */
export async function updateDataTransferHandler(
  db: D1Database,
  accountId: string,
  handler: DataTransferHandler,
): Promise<boolean> {
  const [changes] = await writeRows(db, [
    statement(
      'UPDATE data_transfer_handlers SET data = ? WHERE account_id = ? AND folded_vendor_id = ?',
      JSON.stringify(handler),
      accountId,
      foldVendorId(handler.vendorId),
    ),
  ]);
  return changes === 1;
}

/** Whether the account had one. Throws `DatabaseUnavailable`. */
export async function deleteDataTransferHandler(
  db: D1Database,
  accountId: string,
  vendorId: string,
): Promise<boolean> {
  const [changes] = await writeRows(db, [
    statement(
      'DELETE FROM data_transfer_handlers WHERE account_id = ? AND folded_vendor_id = ?',
      accountId,
      foldVendorId(vendorId),
    ),
  ]);
  return changes === 1;
}
