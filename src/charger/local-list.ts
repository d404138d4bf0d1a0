import type { LocalListBody, LocalListChange } from '../contracts/local-list-rpc.ts';
import { type LocalList, newLocalList, nextUpdate, replaceEntries } from '../domain/local-list.ts';
import type { CommandRequest } from '../contracts/command-rpc.ts';
import { toIsoTime } from '../lib/time.ts';
import { readCount } from './store/configuration-keys.ts';
import { facts } from './store/facts.ts';

export function readLocalList(sql: SqlStorage, now: number): LocalList {
  return facts.localList.read(sql) ?? newLocalList(now);
}

/** The list as its owner sees it. */
export function describeLocalList(sql: SqlStorage, now: number): LocalListBody {
  const { acknowledged, unconfirmed: _, lastVersion, ...list } = readLocalList(sql, now);
  return {
    ...list,
    changedAt: toIsoTime(list.changedAt),
    version: lastVersion,
    acknowledgedVersion: acknowledged?.version ?? null,
    acknowledgedEntries: acknowledged?.entries.length ?? 0,
    maxLength: limitOf(sql, 'LocalAuthListMaxLength'),
  };
}

/** Keeps other entries as the truth; nothing is sent. */
export function putLocalList(
  sql: SqlStorage,
  { source, entries }: Pick<LocalList, 'source' | 'entries'>,
  now: number,
): LocalListBody {
  facts.localList.write(sql, replaceEntries(readLocalList(sql, now), source, entries, now));
  return describeLocalList(sql, now);
}

/** A limit that the charger has told of its list; null while it is not known. */
export function limitOf(
  sql: SqlStorage,
  key: 'LocalAuthListMaxLength' | 'SendLocalListMaxLength',
): number | null {
  const count = readCount(sql, key) ?? 0;
  return count > 0 ? count : null;
}

/** The command that brings the charger's list to ours, or the first part of it. */
export function nextLocalListCommand(
  sql: SqlStorage,
  updateType: 'Full' | 'Differential' | undefined,
  now: number,
): CommandRequest {
  const most = limitOf(sql, 'SendLocalListMaxLength') ?? Number.POSITIVE_INFINITY;
  return { action: 'SendLocalList', payload: { ...nextUpdate(readLocalList(sql, now), most, updateType) } };
}

/** Begins an update of the charger's list, after a change of ours where one comes with it. */
export function beginLocalList(
  sql: SqlStorage,
  {
    updateType,
    change,
  }: { updateType?: 'Full' | 'Differential' | undefined; change?: LocalListChange | undefined },
  now: number,
): CommandRequest {
  if (change !== undefined) putLocalList(sql, change, now);
  facts.localList.write(sql, { ...readLocalList(sql, now), isSending: true });
  return nextLocalListCommand(sql, updateType, now);
}

/** The update was not sent: nothing of it follows. */
export function stopLocalList(sql: SqlStorage, now: number): void {
  facts.localList.write(sql, { ...readLocalList(sql, now), isSending: false });
}

/** The charger says that its list contradicts what it was told of a tag: a Full one mends that (OCPP 1.6 3.5.2). */
export function noteListConflict(sql: SqlStorage): void {
  const list = facts.localList.read(sql);
  if (list !== null) facts.localList.write(sql, { ...list, state: 'conflicting' });
}
