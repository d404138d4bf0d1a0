import { parseTimestamp } from '../ocpp/timestamp.ts';
import type { IdTagInfo } from '../ocpp/v16/types/id-tag-info.ts';
import { type Configuration, flagOf } from './configuration.ts';

/** What a charger decides about a tag, and who decided. */
export interface Authorization {
  isAccepted: boolean;
  source: 'server' | 'charger';
  parentIdTag: string | null;
}

export function isSameTag(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

/** What is known of a tag as it stands at `nowMs`: after its expiryDate it is Expired. */
export function asOf(info: IdTagInfo, nowMs: number): IdTagInfo {
  const expiryMs = info.expiryDate === undefined ? undefined : parseTimestamp(info.expiryDate)?.ms;
  if (!isValid(info) || expiryMs === undefined || nowMs < expiryMs) return info;
  return { ...info, status: 'Expired' };
}

/** Whether a tag is good as such. ConcurrentTx says that it is, but elsewhere at present. */
export function isValid(info: IdTagInfo): boolean {
  return info.status === 'Accepted' || info.status === 'ConcurrentTx';
}

/** The decision by memory before asking the server; null: ask (LocalPreAuthorize). */
export function decideBeforeAsking(
  known: IdTagInfo | undefined,
  configuration: Configuration,
): Authorization | null {
  if (!flagOf(configuration, 'LocalPreAuthorize') || known === undefined || !isValid(known)) return null;
  return byCharger(true, known);
}

/**
 * The decision while the server cannot be asked (LocalAuthorizeOffline, AllowOfflineTxForUnknownId). A tag that is
 * known to be invalid is refused whatever the keys say (OCPP 1.6 3.5.4).
 */
export function decideOffline(known: IdTagInfo | undefined, configuration: Configuration): Authorization {
  if (known !== undefined && !isValid(known)) return byCharger(false, known);
  if (known !== undefined && flagOf(configuration, 'LocalAuthorizeOffline')) return byCharger(true, known);
  return byCharger(flagOf(configuration, 'AllowOfflineTxForUnknownId'), known);
}

export function byServer(info: IdTagInfo): Authorization {
  return { isAccepted: info.status === 'Accepted', source: 'server', parentIdTag: info.parentIdTag ?? null };
}

function byCharger(isAccepted: boolean, known: IdTagInfo | undefined): Authorization {
  return { isAccepted, source: 'charger', parentIdTag: known?.parentIdTag ?? null };
}
