import type { messages } from '../ocpp/v16/messages/index.ts';
import type { RequestOf } from '../ocpp/message.ts';
import type { IdTagInfo } from '../ocpp/v16/types/id-tag-info.ts';
import { asOf, isValid } from './authorization.ts';
import { type Configuration, flagOf, numberOf } from './configuration.ts';
import {
  EMPTY_LOCAL_LIST,
  type LocalList,
  type UpdateStatus,
  updateLocalList,
  versionOf,
} from './local-list.ts';

export interface TagMemoryPorts {
  /** The charger's time, in milliseconds since 1970. */
  now(): number;
  configuration(): Configuration;
  /** Whether the list contradicts what the server says of a tag. */
  conflictChanged(isInConflict: boolean): void;
}

/**
 * What the charger knows of tags by itself: the list that the server sent, and the cache of what it answered
 * (OCPP 1.6 3.5). The list goes before the cache, and both outlive a reboot. Tags compare without case.
 */
export class TagMemory {
  readonly #ports: TagMemoryPorts;
  readonly #cache = new Map<string, IdTagInfo>();
  #list: LocalList = EMPTY_LOCAL_LIST;

  constructor(ports: TagMemoryPorts) {
    this.#ports = ports;
  }

  /** What it knows of a tag at this moment; a tag whose time is over is Expired. */
  find(idTag: string): IdTagInfo | undefined {
    const known =
      this.#listed(idTag) ?? (this.#hasCache() ? this.#cache.get(idTag.toLowerCase()) : undefined);
    return known === undefined ? undefined : asOf(known, this.#ports.now());
  }

  /** The server judged a tag. What is on the list is not cached (OCPP 1.6 3.5.3), but compared. */
  judged(idTag: string, info: IdTagInfo): void {
    const listed = this.#listed(idTag);
    if (listed !== undefined) {
      if (isValid(asOf(listed, this.#ports.now())) !== isValid(info)) this.#ports.conflictChanged(true);
      return;
    }
    if (this.#hasCache()) this.#cache.set(idTag.toLowerCase(), info);
  }

  /** Forgets what the server answered; false where there is no cache. */
  clearCache(): boolean {
    if (!this.#hasCache()) return false;
    this.#cache.clear();
    return true;
  }

  get cachedCount(): number {
    return this.#cache.size;
  }

  /** -1: there is no list (OCPP 1.6 5.10). */
  get listVersion(): number {
    return this.#hasList() ? versionOf(this.#list) : -1;
  }

  get listedCount(): number {
    return this.#list.entries.size;
  }

  update(request: RequestOf<typeof messages.SendLocalList>): UpdateStatus {
    if (!this.#hasList()) return 'NotSupported';
    const configuration = this.#ports.configuration();
    const { status, list } = updateLocalList(this.#list, request, {
      ofMessage: numberOf(configuration, 'SendLocalListMaxLength'),
      ofList: numberOf(configuration, 'LocalAuthListMaxLength'),
    });
    this.#list = list;
    if (status === 'Accepted') {
      for (const idTag of list.entries.keys()) this.#cache.delete(idTag);
      this.#ports.conflictChanged(false);
    }
    return status;
  }

  #listed(idTag: string): IdTagInfo | undefined {
    return this.#hasList() ? this.#list.entries.get(idTag.toLowerCase()) : undefined;
  }

  #hasList(): boolean {
    return flagOf(this.#ports.configuration(), 'LocalAuthListEnabled');
  }

  #hasCache(): boolean {
    return flagOf(this.#ports.configuration(), 'AuthorizationCacheEnabled');
  }
}
