import { faultOfDates, readCertificates } from '../../lib/x509/read-certificate.ts';

/**
 * What is wrong with a certificate that is to prove a firmware's origin (security white paper L01): that it cannot be
 * read, or is not in date. Null: nothing that can be seen without the charger's roots.
 *
 * @param pem the signer's first
 * @param now ms since the epoch
 */
export function findCertificateFault(pem: string, now: number): string | null {
  const [certificate] = readCertificates(pem) ?? [];
  return certificate === undefined
    ? 'is no X.509 certificate in PEM. Send the signer’s, from -----BEGIN CERTIFICATE-----'
    : faultOfDates(certificate, now);
}
