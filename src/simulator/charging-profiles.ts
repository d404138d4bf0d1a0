import type { messages } from '../ocpp/v16/messages/index.ts';
import type { RequestOf } from '../ocpp/message.ts';
import type { ChargingProfile } from '../ocpp/v16/types/charging-profile.ts';

/** A profile as it was set: on a connector, or with 0 on the charger or all connectors, by its purpose. */
export interface InstalledProfile {
  connectorId: number;
  profile: ChargingProfile;
}

/**
 * The profiles with one more. It takes the place of one with its id, and of one with its purpose and stack level on
 * the same connector (OCPP 1.6 5.16).
 */
export function install(installed: readonly InstalledProfile[], added: InstalledProfile): InstalledProfile[] {
  return [...installed.filter((each) => !isReplacedBy(each, added)), added];
}

function isReplacedBy(old: InstalledProfile, added: InstalledProfile): boolean {
  if (old.profile.chargingProfileId === added.profile.chargingProfileId) return true;
  return (
    old.connectorId === added.connectorId &&
    old.profile.chargingProfilePurpose === added.profile.chargingProfilePurpose &&
    old.profile.stackLevel === added.profile.stackLevel
  );
}

/**
 * The profiles that a ClearChargingProfile leaves: an id alone decides where there is one, else all the criteria that
 * are given must fit; without any, everything goes (OCPP 1.6 5.5).
 */
export function clear(
  installed: readonly InstalledProfile[],
  criteria: RequestOf<typeof messages.ClearChargingProfile>,
): InstalledProfile[] {
  return installed.filter((each) => !fits(each, criteria));
}

function fits(
  { connectorId, profile }: InstalledProfile,
  criteria: RequestOf<typeof messages.ClearChargingProfile>,
): boolean {
  if (criteria.id !== undefined) return profile.chargingProfileId === criteria.id;
  return (
    (criteria.connectorId ?? connectorId) === connectorId &&
    (criteria.chargingProfilePurpose ?? profile.chargingProfilePurpose) === profile.chargingProfilePurpose &&
    (criteria.stackLevel ?? profile.stackLevel) === profile.stackLevel
  );
}

/** The profiles without those of a connector's transaction: they end with it (OCPP 1.6 3.13.1). */
export function withoutTransaction(
  installed: readonly InstalledProfile[],
  connectorId: number,
): InstalledProfile[] {
  return installed.filter(
    (each) => each.connectorId !== connectorId || each.profile.chargingProfilePurpose !== 'TxProfile',
  );
}
