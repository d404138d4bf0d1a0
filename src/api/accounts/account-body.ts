import { z } from '@hono/zod-openapi';
import type { AccountRow } from '../../d1/accounts.ts';
import { TagPolicy } from '../../domain/registration.ts';
import { DEFAULT_KEEPING, Retention } from '../../domain/retention.ts';
import { toIsoTime } from '../../lib/time.ts';
import { CertificateAuthorityBody, certificateAuthorityBody } from './certificate-authority.ts';

/** What the owner of an account sets. */
export const ACCOUNT_FIELDS = {
  name: z.string().min(1).max(200).describe('Whose account it is.'),
  tagPolicy: TagPolicy.describe(
    'Which id tags may charge: closed, registered ones only; open, any. A charger’s own setting goes before it.',
  ),
  cpoName: z
    .string()
    .min(1)
    .max(200)
    .nullable()
    .describe('The operator’s name as the client certificates of its chargers must carry it (subject O).'),
  retention: Retention.describe('How many days what is kept; null is for ever.'),
  export: z
    .boolean()
    .describe(
      'Export to R2 before deleting: events, transactions, commands and samples, as compressed JSON Lines below exports/{account}/.',
    ),
};

/** The caller's account. */
export const Account = z
  .strictObject({
    id: z.string(),
    ...ACCOUNT_FIELDS,
    certificateAuthority: CertificateAuthorityBody,
    createdAt: z.iso.datetime(),
  })
  .openapi('Account');
export type Account = z.infer<typeof Account>;

export function accountBody({ accountId, createdAt, certificateAuthority, ...fields }: AccountRow): Account {
  return {
    id: accountId,
    ...fields,
    certificateAuthority: certificateAuthorityBody(certificateAuthority),
    createdAt: toIsoTime(createdAt),
  };
}

export const ACCOUNT_EXAMPLE: Account = {
  id: 'acc_0194678c2f1a7b6d8e9c0f1a2b3c4d5e',
  name: 'Example Charging',
  tagPolicy: 'closed',
  cpoName: null,
  certificateAuthority: null,
  retention: DEFAULT_KEEPING.retention,
  export: DEFAULT_KEEPING.export,
  createdAt: '2025-01-15T10:00:00Z',
};
