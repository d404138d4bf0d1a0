import * as z from 'zod';
import { Sealed } from '../domain/certificate-authority.ts';
import { jsonColumn, readRow, statement, writeRows } from './database.ts';

const Row = z
  .object({ certificate: z.string(), private_key: jsonColumn(Sealed) })
  .transform((row) => ({ certificate: row.certificate, privateKey: row.private_key }));

/** The built-in certificate authority of an account: its root in PEM, its private key sealed. */
export type CertificateAuthorityRow = z.infer<typeof Row>;

/** Null where the account has not used one yet. Throws `DatabaseUnavailable`. */
export function findCertificateAuthority(
  db: D1Database,
  accountId: string,
): Promise<CertificateAuthorityRow | null> {
  return readRow(
    db,
    Row,
    statement('SELECT certificate, private_key FROM certificate_authorities WHERE account_id = ?', accountId),
  );
}

/** Keeps an authority unless the account has one already: of two made at once the first stays. Throws `DatabaseUnavailable`. */
export async function insertCertificateAuthority(
  db: D1Database,
  accountId: string,
  { certificate, privateKey }: CertificateAuthorityRow,
  createdAt: number,
): Promise<void> {
  await writeRows(db, [
    statement(
      `INSERT INTO certificate_authorities (account_id, certificate, private_key, created_at) VALUES (?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      accountId,
      certificate,
      JSON.stringify(privateKey),
      createdAt,
    ),
  ]);
}

/** Puts the same private key, sealed anew, in the place of the old one. Throws `DatabaseUnavailable`. */
export async function resealCertificateAuthority(
  db: D1Database,
  accountId: string,
  privateKey: Sealed,
): Promise<void> {
  await writeRows(db, [
    statement(
      'UPDATE certificate_authorities SET private_key = ? WHERE account_id = ?',
      JSON.stringify(privateKey),
      accountId,
    ),
  ]);
}
