import type { ChargerEventBody } from '../contracts/charger-event.ts';
import type { Flag } from '../domain/flag.ts';
import type { PresentedTag } from './id-tag-directory.ts';

/** What a tag leaves behind that nobody registered: owners find new cards that way, let in or not. */
export function noteUnregistered(
  idTag: string,
  { decision, found, isRemote }: PresentedTag,
): { events: ChargerEventBody[]; flags: Flag[] } {
  if (found.record !== null || isRemote) return { events: [], flags: [] };
  const { status, reason } = decision;
  return {
    events: [{ event: 'idtag.refused', data: { idTag, status, reason } }],
    flags: status === 'Accepted' ? [{ name: 'openIdTag', example: idTag.slice(0, 120) }] : [],
  };
}
