import type { DesiredValue } from '../domain/configuration-drift.ts';

/** A configuration key as the charger told it last; secrets are masked. */
export interface ConfigurationKeyBody {
  key: string;
  /** Null where the charger told none. */
  value: string | null;
  readonly: boolean;
  readAt: string;
  valueSince: string;
  pendingReboot: boolean;
}

/** What is known of a charger's configuration, and what its owner wants of it. */
export interface ConfigurationDescription {
  chargeBoxId: string;
  keys: ConfigurationKeyBody[];
  /** Keys that the charger said it does not have. */
  unknownKeys: { key: string; readAt: string }[];
  /** How many keys it may be asked for at once, where it has told (OCPP 1.6 9.1, GetConfigurationMaxKeys). */
  maxKeys: number | null;
  desired: DesiredValue[];
  labels: string[];
}

/** What a charger's object offers of its configuration. */
export interface ConfigurationRpc {
  configuration(accountId: string): Promise<ConfigurationDescription | null>;
  /** Replaces what its owner wants of this charger's configuration; nothing is sent. */
  desireConfiguration(
    accountId: string,
    desired: Record<string, string>,
  ): Promise<ConfigurationDescription | null>;
}
