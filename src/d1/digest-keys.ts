import * as z from 'zod';
import { readRows, statement } from './database.ts';

const Charger = z
  .object({ account_id: z.string(), charger_id: z.string(), charge_box_id: z.string() })
  .transform((row) => ({
    accountId: row.account_id,
    chargerId: row.charger_id,
    chargeBoxId: row.charge_box_id,
  }));

/** A place among all chargers of the instance. */
export const ChargerPlace = z.object({ accountId: z.string(), chargerId: z.string() });
export type ChargerPlace = z.infer<typeof ChargerPlace>;

/** The listed chargers of all accounts behind a place, by account and id. */
export function walkAllChargers(
  db: D1Database,
  { accountId, chargerId }: ChargerPlace,
  limit: number,
): Promise<z.infer<typeof Charger>[]> {
  return readRows(
    db,
    Charger,
    statement(
      `SELECT account_id, charger_id, charge_box_id FROM chargers
       WHERE (account_id, charger_id) > (?, ?) AND is_provisioned = 1
       ORDER BY account_id, charger_id LIMIT ?`,
      accountId,
      chargerId,
      limit,
    ),
  );
}

const SealedSecret = z
  .object({ account_id: z.string(), secret: z.enum(['authorityKey', 'authorityToken']), key_id: z.string() })
  .transform((row) => ({ accountId: row.account_id, secret: row.secret, keyId: row.key_id }));

/** Secrets in D1 that are encrypted under another digest key than the current one. */
export function findOldSecrets(
  db: D1Database,
  currentKeyId: string,
  limit: number,
): Promise<z.infer<typeof SealedSecret>[]> {
  return readRows(
    db,
    SealedSecret,
    statement(
      `SELECT account_id, 'authorityKey' AS secret, private_key ->> '$.keyId' AS key_id
         FROM certificate_authorities WHERE key_id <> ?1
       UNION ALL
       SELECT account_id, 'authorityToken', certificate_authority ->> '$.token.keyId' AS key_id
         FROM accounts WHERE certificate_authority IS NOT NULL AND key_id <> ?1
       LIMIT ?2`,
      currentKeyId,
      limit,
    ),
  );
}
