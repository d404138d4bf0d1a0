import * as z from 'zod';
import type { RestClient } from './rest-client.ts';
import type { TestServer } from './server.ts';
import type { SqlRow } from '../../scripts/server/serve.ts';

const Step = z.object({
  phase: z.string(),
  did: z.record(z.string(), z.int()),
  strays: z.array(z.string()),
  done: z.boolean(),
  nextCursor: z.string().nullable(),
});

/**
 * Makes an account's part of D1 whole, step by step; gives what the steps told.
 *
 * @param between called behind each step, as the world goes on meanwhile; the step then comes a second time
 */
export async function rebuild(
  account: RestClient,
  adminToken: string,
  wanted: Record<string, unknown>,
  between?: () => Promise<void>,
) {
  const headers = { Authorization: `Bearer ${adminToken}` };
  const steps: z.infer<typeof Step>[] = [];
  let body = wanted;
  for (;;) {
    const { status, body: answer } = await account.post('/admin/rebuild', body, headers);
    if (status !== 200) throw new Error(`${status}: ${JSON.stringify(answer)}`);
    const step = Step.parse(answer);
    steps.push(step);
    if (step.nextCursor === null) return steps;
    if (between !== undefined) {
      await between();
      await account.post('/admin/rebuild', body, headers);
    }
    body = { cursor: step.nextCursor };
  }
}

/** The tables of D1 that a rebuild makes whole, with what each is ordered by. */
const REBUILT = {
  chargers: 'charger_id',
  charger_labels: 'charger_id, label',
  connector_statuses: 'charger_id, connector_id',
  transactions: 'transaction_id',
  command_owners: 'command_id',
  unknown_id_tags: 'folded_id_tag',
  accounts: 'account_id',
} as const;
type Rows = Record<keyof typeof REBUILT, SqlRow[]>;

/**
 * All rows of an account. Left out is what says nothing to anybody: a claim that is over, and up to which event a
 * charger's row is known to be right, which depends on how many events were projected at once.
 */
export async function accountRows(server: TestServer, accountId: string): Promise<Rows> {
  const rows = async (table: keyof typeof REBUILT) =>
    (
      await server.databaseRows(
        `SELECT * FROM ${table} WHERE account_id = ? ORDER BY ${REBUILT[table]}`,
        accountId,
      )
    ).map((row) => {
      const { claimed_until: _, projected_at: __, ...rest } = row;
      if (table === 'chargers') delete rest['projected_sequence'];
      return rest;
    });
  return {
    chargers: await rows('chargers'),
    charger_labels: await rows('charger_labels'),
    connector_statuses: await rows('connector_statuses'),
    transactions: await rows('transactions'),
    command_owners: await rows('command_owners'),
    unknown_id_tags: await rows('unknown_id_tags'),
    accounts: await rows('accounts'),
  };
}

/** Loses all rows of an account but the account itself. */
export async function wipeAccount(server: TestServer, accountId: string): Promise<void> {
  for (const table of Object.keys(REBUILT)) {
    if (table === 'accounts') continue;
    await server.databaseRows(`DELETE FROM ${table} WHERE account_id = ?`, accountId);
  }
}

/** Sets all rows of an account back to what they were. */
export async function setBack(server: TestServer, accountId: string, rows: Rows): Promise<void> {
  await wipeAccount(server, accountId);
  await server.databaseRows('DELETE FROM accounts WHERE account_id = ?', accountId);
  for (const [table, ofTable] of Object.entries(rows)) {
    for (const row of ofTable) {
      const values = Object.values(row).map((value) =>
        z.union([z.string(), z.number(), z.null()]).parse(value),
      );
      await server.databaseRows(
        `INSERT OR REPLACE INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${values.map(() => '?').join(', ')})`,
        ...values,
      );
    }
  }
}
