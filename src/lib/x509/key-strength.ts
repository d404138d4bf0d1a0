import type { PublicKey } from '@peculiar/x509';
import * as z from 'zod';

/** The least that a key must have (OCPP 1.6 security white paper A00.FR.501, 502: RSA 2048 bits, elliptic curves 224). */
const LEAST_RSA_BITS = 2048;

/** The curves that are strong enough and that the platform can compute with; it has no P-224. */
const CURVES: readonly unknown[] = ['P-256', 'P-384', 'P-521'];

/** What the library says of an algorithm, as far as it matters here; its types are those of a browser. */
const Algorithm = z.object({
  name: z.string(),
  namedCurve: z.string().optional(),
  modulusLength: z.number().optional(),
  hash: z.object({ name: z.string() }).optional(),
});

/** Whether a key lies on an elliptic curve. */
export function isEllipticCurve(key: PublicKey): boolean {
  return Algorithm.parse(key.algorithm).name === 'ECDSA';
}

/** The hash that a signature is made with, `SHA-256`; null where the library does not know it. */
export function hashOf(signatureAlgorithm: unknown): string | null {
  return Algorithm.safeParse(signatureAlgorithm).data?.hash?.name ?? null;
}

/** What is wrong with a public key, in words; null: it may be certified. */
export function weaknessOf(key: PublicKey): string | null {
  const { name, namedCurve, modulusLength } = Algorithm.parse(key.algorithm);
  if (name === 'ECDSA') {
    return CURVES.includes(namedCurve) ? null : 'its key lies on a curve other than P-256, P-384 and P-521';
  }
  if (modulusLength === undefined) return 'its key is neither RSA nor on a known elliptic curve';
  return modulusLength >= LEAST_RSA_BITS
    ? null
    : `its RSA key has ${modulusLength} bits; at least ${LEAST_RSA_BITS} are needed`;
}
