import { z } from '@hono/zod-openapi';

/** An idTag as a charger may present it (OCPP 1.6 IdToken); not what would be lost at the end of a path. */
const IdTag = z
  .string()
  .min(1)
  .max(20, 'Too long: an idTag has at most 20 characters (OCPP 1.6 IdToken)')
  .refine((idTag) => idTag === '' || !['', '.', '..'].includes(idTag.trim()), {
    error: 'Must not be blank, "." or ".."',
  })
  .describe('What the card or app presents; compared without case.')
  .openapi({ example: 'USER-001' });

/** What an owner says of a tag, when it is registered and afterwards. */
export const ID_TAG_FIELDS = {
  name: z.string().max(200).nullable().describe('For people.').openapi({ example: 'Ada’s card' }),
  status: z.enum(['active', 'blocked']).describe('A blocked tag is told Blocked.'),
  expiryDate: z.iso
    .datetime({ offset: true, error: 'Must be an ISO 8601 time such as 2026-01-15T00:00:00Z' })
    .nullable()
    .describe('From this moment on it is Expired; null for never.'),
  parentIdTag: z
    .string()
    .min(1)
    .max(20, 'Too long: an idTag has at most 20 characters (OCPP 1.6 IdToken)')
    .nullable()
    .describe('Its group: members may stop each other’s transactions and use each other’s reservations.'),
  maxActiveTransactions: z
    .int()
    .min(1)
    .max(100)
    .nullable()
    .describe('How many transactions may run with it at once; one more is ConcurrentTx. Null is no limit.'),
  chargeBoxIds: z
    .array(z.string().min(1).max(255))
    .min(1)
    .max(100)
    .nullable()
    .describe('The chargers on which it counts; elsewhere it is Invalid. Null is every charger.'),
};

/** A tag to register: what is absent is its default. */
export const NewIdTag = z
  .strictObject({
    idTag: IdTag,
    name: ID_TAG_FIELDS.name.default(null),
    status: ID_TAG_FIELDS.status.default('active'),
    expiryDate: ID_TAG_FIELDS.expiryDate.default(null),
    parentIdTag: ID_TAG_FIELDS.parentIdTag.default(null),
    maxActiveTransactions: ID_TAG_FIELDS.maxActiveTransactions.default(null),
    chargeBoxIds: ID_TAG_FIELDS.chargeBoxIds.default(null),
  })
  .openapi('NewIdTag');
export type NewIdTag = z.infer<typeof NewIdTag>;
