import type { LocalListEntry, LocalListState } from '../domain/local-list.ts';
import type { CommandResult } from './command-rpc.ts';

/** The local authorization list of a charger: ours, and what is known of the charger's. */
export interface LocalListBody {
  source: 'entries' | 'idTags';
  entries: LocalListEntry[];
  changedAt: string;
  state: LocalListState;
  /** The charger's own word on the last update, or why there is none. */
  chargerStatus: string | null;
  /** There is more to send of an update that was asked for. */
  isSending: boolean;
  /** The highest version that was sent; 0: none was. */
  version: number;
  acknowledgedVersion: number | null;
  acknowledgedEntries: number;
  /** The charger's own word on its version: 0 is an empty list, −1 none at all. */
  reportedVersion: number | null;
  /** LocalAuthListMaxLength, where the charger has told it. */
  maxLength: number | null;
}

export interface LocalListChange {
  source: 'entries' | 'idTags';
  entries: LocalListEntry[];
}

export interface LocalListRpc {
  localList(accountId: string): Promise<LocalListBody | null>;
  /** Keeps entries as the truth; nothing is sent. */
  putLocalList(accountId: string, change: LocalListChange): Promise<LocalListBody | null>;
  /** Sends what brings the charger's list to ours; the result is that of the first message. */
  sendLocalList(
    accountId: string,
    options: { updateType?: 'Full' | 'Differential'; change?: LocalListChange; timeoutSeconds?: number },
  ): Promise<CommandResult>;
}
