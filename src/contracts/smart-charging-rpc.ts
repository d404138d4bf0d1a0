import type { ChargingProfile } from '../ocpp/v16/types/charging-profile.ts';
import type { CommandResult } from './command-rpc.ts';

/** A charging profile that the charger has accepted, in OCPP's own fields. */
export interface ChargingProfileBody {
  connectorId: number;
  csChargingProfiles: ChargingProfile;
  installedAt: string;
  commandId: string;
}

/** The plain limit of a connector, or of the charger as connector 0; null where none is in force. */
export interface LimitBody {
  connectorId: number;
  amps: number | null;
  watts: number | null;
  until: string | null;
  since: string | null;
}

/** What a plain limit is to be. `until` in ms since the epoch. */
export interface LimitChange {
  connectorId: number;
  unit: 'A' | 'W';
  value: number;
  until: number | null;
}

export interface SmartChargingRpc {
  chargingProfiles(accountId: string): Promise<ChargingProfileBody[] | null>;
  limit(accountId: string, connectorId: number): Promise<LimitBody | null>;
  /** Installs the profiles of a plain limit; the result is that of the first one that was not accepted, or the last. */
  setLimit(accountId: string, change: LimitChange, timeoutSeconds?: number): Promise<CommandResult>;
  /** Clears them. */
  clearLimit(accountId: string, connectorId: number): Promise<CommandResult>;
}
