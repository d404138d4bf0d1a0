import type { LocalListChange } from '../../contracts/local-list-rpc.ts';
import { pageIdTags } from '../../d1/id-tag-pages.ts';
import type { IdTagRow } from '../../d1/id-tags.ts';
import { decideAuthorization, foldIdTag } from '../../domain/authorization.ts';
import { toIsoTime } from '../../lib/time.ts';
import { foldIdentity } from '../../ocpp/identity.ts';
import { ApiError } from '../errors/api-error.ts';

/** Longer lists no charger is given. */
export const MOST_ENTRIES = 5_000;

const PAGE = 500;

/** The account's id tags as the list of one charger: what it would be told of each (OCPP 1.6 3.5.2). */
export async function tagsOfCharger(
  db: D1Database,
  accountId: string,
  chargeBoxId: string,
  now: number,
): Promise<LocalListChange> {
  const foldedId = foldIdentity(chargeBoxId);
  const rows: IdTagRow[] = [];
  for (let after: string | null = null, isMore = true; isMore; ) {
    const page: IdTagRow[] = await pageIdTags(db, accountId, {}, { limit: PAGE, offset: 0, after });
    rows.push(...page.filter((tag) => isMeant(tag, foldedId)));
    if (rows.length > MOST_ENTRIES) {
      throw new ApiError(
        'CONFLICT',
        `More than ${MOST_ENTRIES} id tags count on this charger, and no local list holds so many. Give it the entries that it needs.`,
      );
    }
    const last = page.at(-1);
    isMore = page.length === PAGE && last !== undefined;
    after = last === undefined ? null : foldIdTag(last.idTag);
  }
  return { source: 'idTags', entries: rows.map((tag) => entryOf(tag, foldedId, now)) };
}

function isMeant({ chargeBoxIds }: IdTagRow, foldedId: string): boolean {
  return chargeBoxIds === null || chargeBoxIds.map(foldIdentity).includes(foldedId);
}

function entryOf(tag: IdTagRow, foldedId: string, now: number): LocalListChange['entries'][number] {
  const record = { ...tag, chargeBoxIds: tag.chargeBoxIds?.map(foldIdentity) ?? null };
  const decision = decideAuthorization(record, { foldedId, tagPolicy: 'closed', now });
  return {
    idTag: tag.idTag,
    idTagInfo: {
      status: decision.status,
      ...(decision.expiryDate === null ? {} : { expiryDate: toIsoTime(decision.expiryDate) }),
      ...(decision.parentIdTag === null ? {} : { parentIdTag: decision.parentIdTag }),
    },
  };
}
