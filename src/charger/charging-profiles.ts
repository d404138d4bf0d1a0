import type { ChargingProfileBody } from '../contracts/smart-charging-rpc.ts';
import { type InstalledProfile, isReplacedBy, type SmartChargingLimits } from '../domain/charging-profile.ts';
import type { Command } from '../domain/command.ts';
import { toIsoTime } from '../lib/time.ts';
import { RemoteStartTransaction } from '../ocpp/v16/messages/core/remote-start-transaction.ts';
import {
  deleteChargingProfiles,
  readChargingProfiles,
  writeChargingProfile,
} from './store/charging-profiles.ts';
import { readConfigurationKey, readCount } from './store/configuration-keys.ts';

/** What is installed, as its owner sees it. */
export function chargingProfilesOf(sql: SqlStorage): ChargingProfileBody[] {
  return readChargingProfiles(sql).map((profile) => ({
    ...profile,
    installedAt: toIsoTime(profile.installedAt),
  }));
}

/** Notes a profile that the charger has taken, in the place of what it replaces. */
export function installProfile(sql: SqlStorage, profile: InstalledProfile): void {
  const { connectorId, csChargingProfiles } = profile;
  deleteChargingProfiles(
    sql,
    readChargingProfiles(sql).filter((old) => isReplacedBy(old, connectorId, csChargingProfiles)),
  );
  writeChargingProfile(sql, profile);
}

/** The profile that came with a remote start is in force with the transaction that it led to (OCPP 1.6 5.11). */
export function installStartProfile(
  sql: SqlStorage,
  { commandId, payload }: Command,
  { connectorId, ocppTransactionId }: { connectorId: number | null; ocppTransactionId: number },
  now: number,
): void {
  const start = RemoteStartTransaction.request.safeParse(payload);
  const profile = start.success ? start.data.chargingProfile : undefined;
  if (profile === undefined || connectorId === null) return;
  const csChargingProfiles = { ...profile, transactionId: ocppTransactionId };
  installProfile(sql, { connectorId, csChargingProfiles, installedAt: now, commandId });
}

/** A transaction has ended: its own profiles are gone with it (OCPP 1.6 3.13.1). */
export function dropTransactionProfiles(sql: SqlStorage, connectorId: number | null): void {
  const own = readChargingProfiles(sql).filter(
    (profile) =>
      profile.connectorId === connectorId &&
      profile.csChargingProfiles.chargingProfilePurpose === 'TxProfile',
  );
  deleteChargingProfiles(sql, own);
}

/** What the charger has told of its smart charging (OCPP 1.6 9.4). */
export function smartChargingLimits(sql: SqlStorage): SmartChargingLimits {
  const allowed = readConfigurationKey(sql, 'ChargingScheduleAllowedChargingRateUnit')?.value ?? null;
  const units = [
    ...(allowed !== null && /current/i.test(allowed) ? ['A'] : []),
    ...(allowed !== null && /power/i.test(allowed) ? ['W'] : []),
  ];
  return {
    maxStackLevel: readCount(sql, 'ChargeProfileMaxStackLevel'),
    maxPeriods: readCount(sql, 'ChargingScheduleMaxPeriods'),
    maxProfiles: readCount(sql, 'MaxChargingProfilesInstalled'),
    units: units.length === 0 ? null : units,
  };
}
