import 'reflect-metadata';
import { Pkcs10CertificateRequest } from '@peculiar/x509';
import { hashOf, weaknessOf } from './key-strength.ts';

const BLOCK =
  /-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----[\s\S]+?-----END (?:NEW )?CERTIFICATE REQUEST-----/;

/** SHA-1 proves nothing any more. */
const HASHES: readonly string[] = ['SHA-256', 'SHA-384', 'SHA-512'];

/** What the subject of a request has to name, where that is known. */
export interface ExpectedSubject {
  /** CN is this. */
  commonName: string | null;
  /** O contains this. */
  organization: string | null;
}

/** The request of a PEM text (PKCS#10, RFC 2986); null where it cannot be read. */
export function readSigningRequest(pem: string): Pkcs10CertificateRequest | null {
  const [block] = BLOCK.exec(pem) ?? [];
  if (block === undefined) return null;
  try {
    return new Pkcs10CertificateRequest(block);
  } catch {
    return null;
  }
}

/**
 * Whether a request may be certified (OCPP 1.6 security white paper A02.FR.03, A00.FR.404, 405): it can be read, proves
 * that its sender has the private key (RSA-PSS, PKCS#1 v1.5 or ECDSA), the key is strong enough, and the subject is the
 * one expected.
 *
 * @returns the subject as text, or what is wrong, in words
 */
export async function checkSigningRequest(
  pem: string,
  expected: ExpectedSubject,
): Promise<{ ok: true; subject: string } | { ok: false; reason: string }> {
  const request = readSigningRequest(pem);
  if (request === null) return refuse('it is no PKCS#10 request in PEM');
  try {
    const reason =
      weaknessOf(request.publicKey) ?? (await faultOfSignature(request)) ?? faultOfSubject(request, expected);
    return reason === null ? { ok: true, subject: request.subject } : refuse(reason);
  } catch {
    return refuse('its key or its subject cannot be read');
  }
}

function faultOfSubject(request: Pkcs10CertificateRequest, expected: ExpectedSubject): string | null {
  const { commonName, organization } = expected;
  const subject = request.subjectName;
  if (commonName !== null && !subject.getField('CN').includes(commonName)) {
    return `the CN of its subject (${request.subject}) is not the serial number ${commonName}`;
  }
  if (organization !== null && !subject.getField('O').some((name) => name.includes(organization))) {
    return `the O of its subject (${request.subject}) does not contain ${organization}`;
  }
  return null;
}

async function faultOfSignature(request: Pkcs10CertificateRequest): Promise<string | null> {
  if (!HASHES.includes(hashOf(request.signatureAlgorithm) ?? ''))
    return 'it is not signed with SHA-256, SHA-384 or SHA-512';
  return (await isSigned(request)) ? null : 'its own signature is not valid';
}

async function isSigned(request: Pkcs10CertificateRequest): Promise<boolean> {
  try {
    return await request.verify();
  } catch {
    // The platform could not make anything of key or signature.
    return false;
  }
}

function refuse(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}
