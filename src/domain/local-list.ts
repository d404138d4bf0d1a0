import * as z from 'zod';
import type { AuthorizationData } from '../ocpp/v16/messages/local-auth-list-management/send-local-list.ts';
import { idTagInfo } from '../ocpp/v16/types/id-tag-info.ts';
import { foldIdTag } from './authorization.ts';
import type { CommandEnd } from './command.ts';

/** How our list and the charger's stand to each other. */
export const LocalListState = z.enum([
  'synced',
  'pending',
  'failed',
  'mismatch',
  'notSupported',
  'unknown',
  'conflicting',
]);
export type LocalListState = z.infer<typeof LocalListState>;

/** A tag of the list and what the charger is to decide on it while it is offline. */
export const LocalListEntry = z.object({ idTag: z.string(), idTagInfo: idTagInfo() });
export type LocalListEntry = z.infer<typeof LocalListEntry>;

const Version = z.object({ version: z.int(), entries: z.array(LocalListEntry) });

/** The local authorization list of a charger (OCPP 1.6 3.5.2): ours is the truth. Times in ms since the epoch. */
export const LocalList = z.object({
  source: z.enum(['entries', 'idTags']),
  entries: z.array(LocalListEntry),
  changedAt: z.int(),
  /** The highest version that we ever sent; the next one is higher (OCPP 1.6 errata 3.52). */
  lastVersion: z.int(),
  /** What the charger has accepted. */
  acknowledged: Version.nullable(),
  /** What was sent and not answered: the charger may have it. */
  unconfirmed: Version.nullable(),
  /** The charger's own word on its version: 0 is an empty list, −1 none at all. */
  reportedVersion: z.int().nullable(),
  state: LocalListState,
  /** The charger's own word on the last update, or why there is none. */
  chargerStatus: z.string().nullable(),
  /** There is more to send of an update that was asked for. */
  isSending: z.boolean(),
});
export type LocalList = z.infer<typeof LocalList>;

/** SendLocalList.req (OCPP 1.6 6.41), as far as it changes a list. */
export interface LocalListUpdate {
  listVersion: number;
  updateType: 'Full' | 'Differential';
  localAuthorizationList?: AuthorizationData[] | undefined;
}

/** What keeps an update from being sent (OCPP 1.6 5.15, errata 3.52); null where nothing does. */
export function findUpdateFault(
  { listVersion, updateType, localAuthorizationList: entries = [] }: LocalListUpdate,
  most: number | null,
): { field: string; reason: string } | null {
  const field = 'localAuthorizationList';
  if (listVersion < 1) {
    return { field: 'listVersion', reason: 'must be 1 or more: 0 is an empty list (OCPP 1.6 errata 3.52)' };
  }
  if (most !== null && entries.length > most) {
    return {
      field,
      reason: `has ${entries.length} entries, and this charger takes ${most} at once (SendLocalListMaxLength)`,
    };
  }
  if (new Set(entries.map(({ idTag }) => foldIdTag(idTag))).size < entries.length) {
    return { field, reason: 'must not name an id tag twice, in whatever case (OCPP 1.6 5.15)' };
  }
  if (updateType === 'Full' && entries.some(({ idTagInfo: info }) => info === undefined)) {
    return { field, reason: 'must have an idTagInfo in every entry of a Full update (OCPP 1.6 5.15)' };
  }
  return null;
}

export function newLocalList(now: number): LocalList {
  return {
    source: 'entries',
    entries: [],
    changedAt: now,
    lastVersion: 0,
    acknowledged: null,
    unconfirmed: null,
    reportedVersion: null,
    state: 'pending',
    chargerStatus: null,
    isSending: false,
  };
}

/** The list with other entries; of tags that differ in case only the last one counts. */
export function replaceEntries(
  list: LocalList,
  source: LocalList['source'],
  given: readonly LocalListEntry[],
  now: number,
): LocalList {
  const entries = [...new Map(given.map((entry) => [foldIdTag(entry.idTag), entry])).values()];
  const changed = { ...list, source, entries, changedAt: now };
  return {
    ...changed,
    state: list.state === 'synced' || list.state === 'pending' ? compared(changed) : list.state,
  };
}

function compared({ entries, acknowledged }: LocalList): 'synced' | 'pending' {
  return acknowledged !== null && difference(acknowledged.entries, entries).length === 0
    ? 'synced'
    : 'pending';
}

/** What turns one list into the other: an entry without `idTagInfo` is one to delete (OCPP 1.6 5.15). */
function difference(from: readonly LocalListEntry[], to: readonly LocalListEntry[]): AuthorizationData[] {
  const before = new Map(from.map((entry) => [foldIdTag(entry.idTag), JSON.stringify(entry.idTagInfo)]));
  const wanted = new Set(to.map(({ idTag }) => foldIdTag(idTag)));
  return [
    ...to.filter(({ idTag, idTagInfo: info }) => before.get(foldIdTag(idTag)) !== JSON.stringify(info)),
    ...from.filter(({ idTag }) => !wanted.has(foldIdTag(idTag))).map(({ idTag }) => ({ idTag })),
  ];
}

/** Chargers keep it in 32 bits: one that tells more has lost it, and we do not count on from there. */
const LARGEST_VERSION = 2 ** 31 - 1;

/**
 * The next message that brings the charger's list to ours, at most `most` entries long; the rest follows as Differentials.
 * Without a choice: Full, until the charger has acknowledged one, and after it has refused a Differential.
 */
export function nextUpdate(
  list: LocalList,
  most: number,
  chosen: LocalListUpdate['updateType'] | undefined,
): LocalListUpdate {
  const { acknowledged, entries, state, lastVersion, reportedVersion } = list;
  const versions = [lastVersion, acknowledged?.version ?? 0, reportedVersion ?? 0];
  const listVersion = Math.max(0, ...versions.filter((version) => version < LARGEST_VERSION)) + 1;
  const canDiffer = acknowledged !== null && (state === 'synced' || state === 'pending');
  const updateType = chosen ?? (canDiffer && entries.length > 0 ? 'Differential' : 'Full');
  const all = updateType === 'Full' ? entries : difference(acknowledged?.entries ?? [], entries);
  return { listVersion, updateType, localAuthorizationList: all.slice(0, most) };
}

/** The list after an update was sent to the charger and ended, whichever way. */
export function settleUpdate(list: LocalList, update: LocalListUpdate, end: CommandEnd): LocalList {
  const sent = { ...list, lastVersion: Math.max(list.lastVersion, update.listVersion) };
  const version = { version: update.listVersion, entries: applied(list.acknowledged?.entries ?? [], update) };
  switch (end.state) {
    case 'answered': {
      const chargerStatus = String(end.confirmation['status']);
      if (chargerStatus === 'Accepted') {
        const taken = { ...sent, acknowledged: version, unconfirmed: null, chargerStatus };
        const reportedVersion = null;
        return { ...taken, reportedVersion, state: compared(taken) };
      }
      const state = REFUSALS[chargerStatus] ?? 'failed';
      return { ...sent, chargerStatus, state, isSending: false };
    }
    case 'callError': {
      const isMissing = end.code === 'NotSupported' || end.code === 'NotImplemented';
      const chargerStatus = `CallError ${end.code}`;
      return { ...sent, chargerStatus, state: isMissing ? 'notSupported' : 'failed', isSending: false };
    }
    case 'timedOut':
    case 'connectionLost':
    case 'invalidAnswer':
      return { ...sent, unconfirmed: version, chargerStatus: end.state, state: 'unknown', isSending: false };
    case 'expired':
      return { ...sent, chargerStatus: end.state, isSending: false };
  }
}

const REFUSALS: { readonly [status: string]: LocalListState } = {
  NotSupported: 'notSupported',
  VersionMismatch: 'mismatch',
};

function applied(before: readonly LocalListEntry[], update: LocalListUpdate): LocalListEntry[] {
  const entries = new Map(
    update.updateType === 'Full' ? [] : before.map((entry) => [foldIdTag(entry.idTag), entry]),
  );
  for (const { idTag, idTagInfo: info } of update.localAuthorizationList ?? []) {
    if (info === undefined) entries.delete(foldIdTag(idTag));
    else entries.set(foldIdTag(idTag), { idTag, idTagInfo: info });
  }
  return [...entries.values()];
}

/** The list after the charger has told its version (OCPP 1.6 5.10): what it has taken without our knowing is taken. */
export function settleVersion(list: LocalList, version: number): LocalList {
  const reportedVersion = Math.max(-LARGEST_VERSION, Math.min(version, LARGEST_VERSION));
  const told = { ...list, reportedVersion };
  if (reportedVersion === -1) return { ...told, state: 'notSupported' };
  if (list.unconfirmed?.version === reportedVersion) {
    const taken = { ...told, acknowledged: list.unconfirmed, unconfirmed: null };
    return { ...taken, state: compared(taken) };
  }
  const has = list.acknowledged;
  // An empty list has no version of its own (OCPP 1.6 errata: 0 after an empty Full list is normal).
  const isAsKnown =
    has === null
      ? reportedVersion === 0
      : has.version === reportedVersion || (reportedVersion === 0 && has.entries.length === 0);
  if (!isAsKnown) return { ...told, state: 'mismatch' };
  const known = { ...told, unconfirmed: null };
  return list.state === 'unknown' || list.state === 'mismatch' || list.state === 'notSupported'
    ? { ...known, state: compared(known) }
    : known;
}
