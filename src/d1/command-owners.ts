import * as z from 'zod';
import { readRow, statement, writeRows } from './database.ts';

const Row = z.object({ charge_box_id: z.string() });

/** Notes to which charger a command went: its own object keeps it, and a command's id alone does not say where. */
export async function addCommandOwner(
  db: D1Database,
  accountId: string,
  commandId: string,
  chargeBoxId: string,
): Promise<void> {
  await writeRows(db, [
    statement(
      'INSERT INTO command_owners (command_id, account_id, charge_box_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      commandId,
      accountId,
      chargeBoxId,
    ),
  ]);
}

/** The charger of a command of this account; null when it has none of that id. Throws `DatabaseUnavailable`. */
export async function findCommandOwner(
  db: D1Database,
  accountId: string,
  commandId: string,
): Promise<string | null> {
  const row = await readRow(
    db,
    Row,
    statement(
      'SELECT charge_box_id FROM command_owners WHERE command_id = ? AND account_id = ?',
      commandId,
      accountId,
    ),
  );
  return row?.charge_box_id ?? null;
}
