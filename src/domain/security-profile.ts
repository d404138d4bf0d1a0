import * as z from 'zod';

/** A higher security profile that the charger was told, until it has logged in with it. */
export const ProfileUpgrade = z.object({
  commandId: z.string(),
  securityProfile: z.int().min(1).max(3),
  /** ms since the epoch */
  since: z.int(),
});
export type ProfileUpgrade = z.infer<typeof ProfileUpgrade>;

/** The profile that a configuration value writes; null where it writes none. */
export function readSecurityProfile(value: string): number | null {
  return /^\s*[0-3]\s*$/.test(value) ? Number(value) : null;
}

/**
 * Why a charger must not be told this profile; null where it may. Over OCPP a profile only rises; lowering it is done at
 * the charger and with PATCH (security white paper A00.FR.005).
 */
export function forbidProfile(current: number, wanted: number): string | null {
  return wanted > current
    ? null
    : `the security profile of this charger is ${current} and can only be raised over OCPP, not set to ${wanted}. Lower it at the charger itself, then PATCH the charger with securityProfile (security white paper A00.FR.005).`;
}

/**
 * What has to be in place before a charger is told a higher profile, as far as this system keeps it; null where nothing
 * is missing. Certificates are the charger's own: whether it has what profiles 2 and 3 need, it says itself.
 */
export function missingForProfile(wanted: number, { hasPassword }: { hasPassword: boolean }): string | null {
  return (wanted === 1 || wanted === 2) && !hasPassword
    ? `security profile ${wanted} needs a password, and none is known for this charger. Set one with POST …/password first (security white paper A05.FR.02).`
    : null;
}
