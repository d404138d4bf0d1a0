import { z } from '@hono/zod-openapi';
import { eventLogName } from '../../contracts/event-log-rpc.ts';
import { type AccountRow, findAccount } from '../../d1/accounts.ts';
import { Retention } from '../../domain/retention.ts';
import type { Env } from '../../env.ts';
import { definedFields } from '../chargers/defined-fields.ts';

const { eventDays, commandDays, meterValueDays, transactionDays, refusedConnectionDays } = Retention.shape;

/** Of retention too only what is named changes: here a default would name what nobody did. */
export const RetentionChange = z
  .strictObject({
    eventDays: eventDays.unwrap(),
    commandDays: commandDays.unwrap(),
    meterValueDays: meterValueDays.unwrap(),
    transactionDays: transactionDays.unwrap(),
    refusedConnectionDays: refusedConnectionDays.unwrap(),
  })
  .partial();
type RetentionChange = z.infer<typeof RetentionChange>;

/** The account's retention after a change; nothing where it has no account or changes nothing. */
export async function changedRetention(
  db: D1Database,
  accountId: string,
  change: RetentionChange | undefined,
): Promise<{ retention?: Retention }> {
  const account = change === undefined ? null : await findAccount(db, accountId);
  if (account === null) return {};
  return { retention: Retention.parse({ ...account.retention, ...definedFields(change ?? {}) }) };
}

/** The log asks D1 once a day: when it cannot be told now, it is late but right. */
export async function tellLog(
  env: Env,
  { accountId, retention, export: isExported }: AccountRow,
): Promise<void> {
  try {
    await env.EVENT_LOG.getByName(eventLogName(accountId)).keep({ retention, export: isExported });
  } catch (error) {
    console.warn({ message: 'the log was not told of its retention', error: String(error) });
  }
}
