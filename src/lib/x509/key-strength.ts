import type { PublicKey } from '@peculiar/x509';

/** The least that a key must have (OCPP 1.6 security white paper A00.FR.501, 502: RSA 2048 bits, elliptic curves 224). */
const LEAST_RSA_BITS = 2048;

/** The curves that are strong enough and that the platform can compute with; it has no P-224. */
const CURVES: readonly unknown[] = ['P-256', 'P-384', 'P-521'];

/** What is wrong with a public key, in words; null: it may be certified. */
export function weaknessOf({ algorithm }: PublicKey): string | null {
  if (algorithm.name === 'ECDSA') {
    const curve = 'namedCurve' in algorithm ? algorithm.namedCurve : undefined;
    return CURVES.includes(curve) ? null : 'its key lies on a curve other than P-256, P-384 and P-521';
  }
  if ('modulusLength' in algorithm && typeof algorithm.modulusLength === 'number') {
    const bits = algorithm.modulusLength;
    return bits >= LEAST_RSA_BITS ? null : `its RSA key has ${bits} bits; at least ${LEAST_RSA_BITS} are needed`;
  }
  return 'its key is neither RSA nor on a known elliptic curve';
}
