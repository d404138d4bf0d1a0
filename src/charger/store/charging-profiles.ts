import { InstalledProfile } from '../../domain/charging-profile.ts';
import { readJson } from './json-row.ts';

/** What the charger has accepted, by number. */
export function readChargingProfiles(sql: SqlStorage): InstalledProfile[] {
  return readJson(sql, InstalledProfile, 'SELECT data FROM charging_profiles ORDER BY charging_profile_id');
}

export function writeChargingProfile(sql: SqlStorage, profile: InstalledProfile): void {
  sql.exec(
    `INSERT INTO charging_profiles (charging_profile_id, data) VALUES (?, ?)
     ON CONFLICT (charging_profile_id) DO UPDATE SET data = excluded.data`,
    profile.csChargingProfiles.chargingProfileId,
    JSON.stringify(profile),
  );
}

export function deleteChargingProfiles(sql: SqlStorage, profiles: readonly InstalledProfile[]): void {
  for (const { csChargingProfiles } of profiles) {
    sql.exec(
      'DELETE FROM charging_profiles WHERE charging_profile_id = ?',
      csChargingProfiles.chargingProfileId,
    );
  }
}
