import { z } from '@hono/zod-openapi';
import type { IdTagRow } from '../../d1/id-tags.ts';
import { toIsoTime } from '../../lib/time.ts';
import { ID_TAG_FIELDS, type NewIdTag } from './id-tag-fields.ts';

/** A registered tag as every answer shows it. */
export const IdTagBody = z
  .strictObject({ idTag: z.string(), ...ID_TAG_FIELDS, createdAt: z.iso.datetime() })
  .openapi('IdTag');
export type IdTagBody = z.infer<typeof IdTagBody>;

export function idTagBody(row: IdTagRow): IdTagBody {
  return {
    ...row,
    expiryDate: row.expiryDate === null ? null : toIsoTime(row.expiryDate),
    createdAt: toIsoTime(row.createdAt),
  };
}

/** The row of a tag that is registered now. */
export function newIdTagRow(tag: NewIdTag, now: number): IdTagRow {
  return { ...tag, expiryDate: tag.expiryDate === null ? null : Date.parse(tag.expiryDate), createdAt: now };
}

export const ID_TAG_EXAMPLE: IdTagBody = {
  idTag: 'USER-001',
  name: 'Ada’s card',
  status: 'active',
  expiryDate: '2026-01-15T00:00:00Z',
  parentIdTag: 'FAMILY-7',
  maxActiveTransactions: 1,
  chargeBoxIds: null,
  createdAt: '2025-01-15T10:00:00Z',
};
