import type { ConfigurationDescription } from '../contracts/configuration-rpc.ts';
import { replaceWishes } from '../domain/configuration-drift.ts';
import { foldConfigurationKey, isConfigurationKey } from '../domain/configuration-keys.ts';
import type { Command } from '../domain/command.ts';
import { connectorCountMismatch } from '../domain/connector-count.ts';
import type { Flag } from '../domain/flag.ts';
import type { Registration } from '../domain/registration.ts';
import { toIsoTime } from '../lib/time.ts';
import type { ConfirmationOf } from '../ocpp/message.ts';
import type { GetConfiguration } from '../ocpp/v16/messages/core/get-configuration.ts';
import {
  type ConfigurationKey,
  deleteConfigurationKey,
  readConfigurationKey,
  readConfigurationKeys,
  readCount,
  writeConfigurationKey,
} from './store/configuration-keys.ts';
import { readConnectors } from './store/connectors.ts';
import { facts } from './store/facts.ts';
import { addFlags } from './store/flags.ts';

/** So many keys that the charger does not have are remembered. */
const MOST_UNKNOWN = 200;

/** Keeps what a charger told of its keys. A late answer does not replace what was told after its command had left. */
export function noteConfiguration(
  sql: SqlStorage,
  { configurationKey = [], unknownKey = [] }: ConfirmationOf<typeof GetConfiguration>,
  command: Command,
  now: number,
): void {
  const unknown = { ...facts.unknownKeys.read(sql) };
  for (const { key, value = null, readonly } of configurationKey) {
    const before = readConfigurationKey(sql, key);
    delete unknown[foldConfigurationKey(key)];
    if (isOutdated(before, command)) continue;
    writeConfigurationKey(sql, {
      key,
      value,
      readonly,
      readAt: now,
      valueSince: before !== null && before.value === value ? before.valueSince : now,
      // What it is now may still be what it was before the restart that a change waits for.
      pendingReboot: before?.pendingReboot ?? false,
    });
    if (isConfigurationKey(key, 'NumberOfConnectors')) {
      addFlags(sql, checkConnectorCount(sql, { isReporting: false }), now);
    }
  }
  for (const key of unknownKey) {
    if (isOutdated(readConfigurationKey(sql, key), command)) continue;
    deleteConfigurationKey(sql, key);
    unknown[foldConfigurationKey(key)] = { key, readAt: now };
  }
  facts.unknownKeys.write(sql, Object.fromEntries(Object.entries(unknown).slice(-MOST_UNKNOWN)));
}

/** Keeps what a charger accepted a key to be: it need not be asked again (OCPP 1.6 5.3). */
export function noteChange(
  sql: SqlStorage,
  { key, value }: { key: string; value: string },
  { pendingReboot, command, now }: { pendingReboot: boolean; command: Command; now: number },
): void {
  const before = readConfigurationKey(sql, key);
  if (isOutdated(before, command)) return;
  writeConfigurationKey(sql, {
    key: before?.key ?? key,
    value,
    readonly: before?.readonly ?? false,
    readAt: now,
    valueSince: before !== null && before.value === value ? before.valueSince : now,
    pendingReboot,
  });
}

/** Compares what the charger says of its connectors with those that it reports, or is reporting one by one. */
export function checkConnectorCount(sql: SqlStorage, { isReporting }: { isReporting: boolean }): Flag[] {
  const told = readConfigurationKey(sql, 'NumberOfConnectors')?.value;
  const ids = readConnectors(sql).map(({ connectorId }) => connectorId);
  return connectorCountMismatch(told, ids, { isReporting });
}

/** The charger has started again: what waited for that counts now. */
export function endPendingReboot(sql: SqlStorage): void {
  for (const row of readConfigurationKeys(sql)) {
    if (row.pendingReboot) writeConfigurationKey(sql, { ...row, pendingReboot: false });
  }
}

/** All that is known of the configuration, and what is wanted of it. */
export function describeConfiguration(
  sql: SqlStorage,
  { chargeBoxId, labels }: Registration,
): ConfigurationDescription {
  const keys = readConfigurationKeys(sql);
  const maxKeys = readCount(sql, 'GetConfigurationMaxKeys') ?? 0;
  return {
    chargeBoxId,
    keys: keys.map((row) => ({
      ...row,
      readAt: toIsoTime(row.readAt),
      valueSince: toIsoTime(row.valueSince),
    })),
    unknownKeys: Object.values(facts.unknownKeys.read(sql) ?? {}).map(({ key, readAt }) => ({
      key,
      readAt: toIsoTime(readAt),
    })),
    maxKeys: maxKeys > 0 ? maxKeys : null,
    desired: facts.desiredConfiguration.read(sql) ?? [],
    labels,
  };
}

/** Replaces what is wanted of the configuration; nothing is sent. */
export function desireConfiguration(sql: SqlStorage, desired: Record<string, string>, now: number): void {
  const wishes = replaceWishes(facts.desiredConfiguration.read(sql) ?? [], desired, now);
  if (wishes.length === 0) facts.desiredConfiguration.delete(sql);
  else facts.desiredConfiguration.write(sql, wishes);
}

/** Whether the charger has told of a key after this command had left, and its answer comes late. */
function isOutdated(before: ConfigurationKey | null, { state, sentAt }: Command): boolean {
  return state === 'late' && before !== null && before.readAt > (sentAt ?? 0);
}
