import * as z from 'zod';
import type { BulkCommandRpc } from './contracts/bulk-command-rpc.ts';
import type { ChargerRpc } from './contracts/charger-rpc.ts';
import type { EventLogRpc } from './contracts/event-log-rpc.ts';

/** The bindings of wrangler.toml, and the secrets set beside it. */
export interface Env {
  CHARGER: DurableObjectNamespace<ChargerRpc>;
  EVENT_LOG: DurableObjectNamespace<EventLogRpc>;
  BULK_COMMAND: DurableObjectNamespace<BulkCommandRpc>;
  DB: D1Database;
  UPLOADS: R2Bucket;
  ADMIN_TOKEN: string;
  DIGEST_KEYS: string;
  KEY_ENVIRONMENT: string;
  REFUSED_CONNECTION_DAYS?: string;
  UPLOAD_LIMIT_BYTES?: string;
}

/** One key under which secrets are digested; `keyId` travels with each digest so that keys can be rotated. */
export interface DigestKey {
  keyId: string;
  secretHex: string;
}

/** The textual part of `Env`, parsed once. Errors name the variable and how to set it. */
export const Settings = z.object({
  ADMIN_TOKEN: z
    .string({ error: 'ADMIN_TOKEN is not set: run `wrangler secret put ADMIN_TOKEN`' })
    .min(24, 'ADMIN_TOKEN must have at least 24 characters'),
  DIGEST_KEYS: z
    .string({
      error: 'DIGEST_KEYS is not set: run `wrangler secret put DIGEST_KEYS` with `k1:` and 64 hex digits',
    })
    .regex(
      /^[\w-]+:[0-9a-f]{64}(,[\w-]+:[0-9a-f]{64})*$/i,
      'DIGEST_KEYS must be `keyId:64 hex digits`, several by comma',
    )
    .transform((text) =>
      text.split(',').map((part): DigestKey => {
        const [keyId = '', secretHex = ''] = part.split(':');
        return { keyId, secretHex };
      }),
    ),
  KEY_ENVIRONMENT: z.enum(['live', 'test']).default('live'),
  /** How long the handshakes of strangers that were refused are kept; those of an account's chargers are its matter. */
  REFUSED_CONNECTION_DAYS: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, 'REFUSED_CONNECTION_DAYS must be a number of days below 1000')
    .default('30')
    .transform(Number),
  /** The largest file that a charger may hand in; the platform itself takes no body over 100 MB on most plans. */
  UPLOAD_LIMIT_BYTES: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'UPLOAD_LIMIT_BYTES must be a number of bytes, at most nine digits')
    .default('33554432')
    .transform(Number),
});
export type Settings = z.infer<typeof Settings>;
