import type { IdTagInfo } from '../ocpp/v16/types/id-tag-info.ts';
import { type Configuration, flagOf } from './configuration.ts';

/** What a charger decides about a tag, and who decided. */
export interface Authorization {
  isAccepted: boolean;
  source: 'server' | 'charger';
  parentIdTag: string | null;
}

/** Tags the server has judged, remembered by the charger (OCPP 1.6 3.5.1). Tags compare without case. */
export class AuthorizationCache {
  readonly #tags = new Map<string, IdTagInfo>();

  remember(idTag: string, info: IdTagInfo): void {
    this.#tags.set(idTag.toLowerCase(), info);
  }

  find(idTag: string): IdTagInfo | undefined {
    return this.#tags.get(idTag.toLowerCase());
  }

  clear(): void {
    this.#tags.clear();
  }
}

export function isSameTag(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

/** The decision by memory before asking the server; null: ask (LocalPreAuthorize). */
export function decideBeforeAsking(
  known: IdTagInfo | undefined,
  configuration: Configuration,
): Authorization | null {
  if (!flagOf(configuration, 'LocalPreAuthorize') || known?.status !== 'Accepted') return null;
  return byCharger(true, known);
}

/** The decision while the server cannot be asked (LocalAuthorizeOffline, AllowOfflineTxForUnknownId). */
export function decideOffline(known: IdTagInfo | undefined, configuration: Configuration): Authorization {
  if (known !== undefined && flagOf(configuration, 'LocalAuthorizeOffline')) {
    return byCharger(known.status === 'Accepted', known);
  }
  return byCharger(flagOf(configuration, 'AllowOfflineTxForUnknownId'), undefined);
}

export function byServer(info: IdTagInfo): Authorization {
  return { isAccepted: info.status === 'Accepted', source: 'server', parentIdTag: info.parentIdTag ?? null };
}

function byCharger(isAccepted: boolean, known: IdTagInfo | undefined): Authorization {
  return { isAccepted, source: 'charger', parentIdTag: known?.parentIdTag ?? null };
}
