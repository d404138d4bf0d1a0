import { z } from '@hono/zod-openapi';
import type { LocalListBody } from '../../contracts/local-list-rpc.ts';
import { LocalListState } from '../../domain/local-list.ts';
import { idTagInfo } from '../../ocpp/v16/types/id-tag-info.ts';

/** An entry of a local authorization list, in OCPP's own fields. */
export const LocalListEntry = z
  .strictObject({
    idTag: z.string().min(1).max(20, 'Too long: an idTag has at most 20 characters (OCPP 1.6 IdToken)'),
    idTagInfo: idTagInfo()
      .default({ status: 'Accepted' })
      .describe('What the charger decides on it by itself; Accepted unless it is said otherwise.'),
  })
  .openapi('LocalListEntry');

/** The list of a charger, and how it stands to the charger's. */
export const LocalList = z
  .strictObject({
    chargeBoxId: z.string(),
    state: LocalListState.describe(
      'synced: the charger has our list. pending: there is something to send. failed, mismatch, conflicting: send a Full one. notSupported: it said so. unknown: it did not answer; POST …/local-list/version asks.',
    ),
    source: z
      .enum(['entries', 'idTags'])
      .describe('Whether the entries were given, or taken from the id tags.'),
    entries: z.array(LocalListEntry),
    changedAt: z.iso.datetime(),
    version: z.int().describe('The highest version that was sent; 0: none was.'),
    acknowledgedVersion: z.int().nullable().describe('The version that the charger has accepted.'),
    acknowledgedEntries: z.int(),
    reportedVersion: z
      .int()
      .nullable()
      .describe('The charger’s own word on its version: 0 is an empty list, -1 none at all.'),
    chargerStatus: z
      .string()
      .nullable()
      .describe('The charger’s own word on the last update, or why there is none.'),
    isSending: z.boolean().describe('There is more to send of an update that was asked for.'),
    maxLength: z.int().nullable().describe('LocalAuthListMaxLength, where the charger has told it.'),
  })
  .openapi('LocalList');

export const LOCAL_LIST_EXAMPLE: LocalListBody & { chargeBoxId: string } = {
  chargeBoxId: 'CP-OFFICE-01',
  state: 'synced',
  source: 'entries',
  entries: [{ idTag: 'USER-001', idTagInfo: { status: 'Accepted' } }],
  changedAt: '2025-01-15T10:00:00Z',
  version: 3,
  acknowledgedVersion: 3,
  acknowledgedEntries: 1,
  reportedVersion: null,
  chargerStatus: 'Accepted',
  isSending: false,
  maxLength: 500,
};
