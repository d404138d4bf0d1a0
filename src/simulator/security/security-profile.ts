/** What a charger has by which it can live at a security profile. */
interface Possessions {
  hasPassword: boolean;
  hasCentralSystemRoot: boolean;
  hasOwnCertificate: boolean;
}

/**
 * Whether a charger takes a new SecurityProfile: only upward, and only with what it then needs: a key up to 2, a root
 * of the Central System from 2 on, a certificate of its own at 3 (security white paper A05).
 */
export function maySetSecurityProfile(current: number, wanted: number, has: Possessions): boolean {
  if (wanted <= current) return false;
  if (wanted <= 2 && !has.hasPassword) return false;
  if (wanted >= 2 && !has.hasCentralSystemRoot) return false;
  return wanted < 3 || has.hasOwnCertificate;
}

/** Whether a security profile logs in with a password: at 3 the certificate stands for it (security white paper A00). */
export function usesPassword(securityProfile: number): boolean {
  return securityProfile < 3;
}

export function usesTls(securityProfile: number): boolean {
  return securityProfile >= 2;
}
