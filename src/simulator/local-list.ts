import type { AuthorizationData } from '../ocpp/v16/messages/local-auth-list-management/send-local-list.ts';
import type { messages } from '../ocpp/v16/messages/index.ts';
import type { ConfirmationOf, RequestOf } from '../ocpp/message.ts';
import type { IdTagInfo } from '../ocpp/v16/types/id-tag-info.ts';

type Update = RequestOf<typeof messages.SendLocalList>;
export type UpdateStatus = ConfirmationOf<typeof messages.SendLocalList>['status'];

/** The tags that the server gave the charger to know (OCPP 1.6 3.5.2), by the tag in lower case. */
export interface LocalList {
  version: number;
  entries: ReadonlyMap<string, IdTagInfo>;
}

/** What the charger has room for, in entries (SendLocalListMaxLength, LocalAuthListMaxLength). */
export interface LocalListLimits {
  ofMessage: number;
  ofList: number;
}

export const EMPTY_LOCAL_LIST: LocalList = { version: 0, entries: new Map() };

/** An empty list has the version 0, whatever was sent last (OCPP 1.6 5.10). */
export function versionOf(list: LocalList): number {
  return list.entries.size === 0 ? 0 : list.version;
}

/** The list after an update, and the word for it (OCPP 1.6 5.15); whatever is not Accepted changes nothing. */
export function updateLocalList(
  list: LocalList,
  update: Update,
  limits: LocalListLimits,
): { status: Exclude<UpdateStatus, 'NotSupported'>; list: LocalList } {
  const sent = update.localAuthorizationList ?? [];
  // OCPP 1.6 errata 3.52: 0 and -1 have a meaning of their own and are no versions to send.
  if (update.listVersion <= 0 || sent.length > limits.ofMessage || hasDuplicates(sent)) {
    return { status: 'Failed', list };
  }
  if (update.updateType === 'Differential' && update.listVersion <= versionOf(list)) {
    return { status: 'VersionMismatch', list };
  }
  const entries = update.updateType === 'Full' ? replace(sent) : merge(list.entries, sent);
  if (entries === null || entries.size > limits.ofList) return { status: 'Failed', list };
  return { status: 'Accepted', list: { version: update.listVersion, entries } };
}

function hasDuplicates(sent: readonly AuthorizationData[]): boolean {
  return new Set(sent.map(({ idTag }) => idTag.toLowerCase())).size < sent.length;
}

/** A full list says of each tag what holds for it; null where it does not. */
function replace(sent: readonly AuthorizationData[]): Map<string, IdTagInfo> | null {
  const entries = new Map<string, IdTagInfo>();
  for (const { idTag, idTagInfo } of sent) {
    if (idTagInfo === undefined) return null;
    entries.set(idTag.toLowerCase(), idTagInfo);
  }
  return entries;
}

/** An entry without info takes its tag off the list. */
function merge(entries: LocalList['entries'], sent: readonly AuthorizationData[]): Map<string, IdTagInfo> {
  const merged = new Map(entries);
  for (const { idTag, idTagInfo } of sent) {
    if (idTagInfo === undefined) merged.delete(idTag.toLowerCase());
    else merged.set(idTag.toLowerCase(), idTagInfo);
  }
  return merged;
}
