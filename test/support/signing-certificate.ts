import 'reflect-metadata';
import { X509CertificateGenerator } from '@peculiar/x509';

const DAY_MS = 86_400_000;

/** A self-signed certificate of an EC key in PEM, valid from and until so many days from now. */
export async function signingCertificate({ fromDays = -1, toDays = 1 } = {}): Promise<string> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Firmware signing, O=Example',
    notBefore: new Date(Date.now() + fromDays * DAY_MS),
    notAfter: new Date(Date.now() + toDays * DAY_MS),
    signingAlgorithm: algorithm,
    keys,
  });
  return `${certificate.toString('pem')}\n`;
}

/** What `POST …/firmware/update-signed` needs at least. */
export async function signedFirmware(): Promise<Record<string, string>> {
  return {
    location: 'https://example.com/firmware/2.0.bin',
    signingCertificate: await signingCertificate(),
    signature: 'MEUCIQDxkLm2',
  };
}
