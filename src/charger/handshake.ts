import * as z from 'zod';
import { areDigestsEqual, hmacSha256 } from '../lib/digest.ts';
import { basicUserName, passwordCandidates, readBasicAuthorization } from '../ocpp/basic-authorization.ts';
import { parseIdentity } from '../ocpp/identity.ts';
import { negotiateSubprotocol } from '../ocpp/subprotocol.ts';
import type { Digest, ValidCredential } from '../domain/credential.ts';
import type { DigestKey } from '../env.ts';
import type { PresentedCertificate } from '../domain/charge-point-certificate.ts';
import type { Flag } from '../domain/flag.ts';
import type { HandshakeDecision, HandshakeRequest } from '../domain/handshake.ts';
import { toFlag } from './to-flag.ts';

/** What the edge says of a client certificate; a revoked one still verifies. */
const TlsFacts = z.object({
  tlsClientAuth: z.object({
    certVerified: z.literal('SUCCESS'),
    certRevoked: z.literal('0').optional(),
    certSubjectDN: z.string(),
    certSerial: z.string().optional(),
    certFingerprintSHA256: z.string().optional(),
  }),
});

/** What is known of the charger that a handshake is held against. */
export interface Expected {
  identities: readonly string[];
  isAnyUserNameAllowed: boolean;
  /** Each of them lets the charger in. */
  credentials: readonly ValidCredential[];
  /** The current one first. */
  digestKeys: readonly DigestKey[];
}

/** The password that a charger has proven to know. */
export interface Login {
  used: ValidCredential;
  /** Its digest under the current key, where it was made with an older one. */
  renewed: Digest | null;
}

/** The facts of a handshake, taken from the request itself. */
export async function readHandshake(
  request: Request,
  expected: Expected,
): Promise<{
  handshake: HandshakeRequest;
  login: Login | null;
  certificate: PresentedCertificate | null;
}> {
  const { headers } = request;
  const { password, login } = await readPassword(headers.get('Authorization'), expected);
  const tls = TlsFacts.safeParse(request.cf).data?.tlsClientAuth;
  const handshake: HandshakeRequest = {
    isTls: new URL(request.url).protocol === 'https:',
    certificateSubject: tls?.certSubjectDN ?? null,
    password,
    subprotocol: negotiateSubprotocol(headers.get('Sec-WebSocket-Protocol')),
  };
  const certificate =
    tls === undefined
      ? null
      : { fingerprint: tls.certFingerprintSHA256 || null, serialNumber: tls.certSerial || null };
  return { handshake, login, certificate };
}

async function readPassword(
  header: string | null,
  { identities, isAnyUserNameAllowed, credentials, digestKeys }: Expected,
): Promise<{ password: HandshakeRequest['password']; login: Login | null }> {
  const sent = isAnyUserNameAllowed ? basicUserName(header) : undefined;
  const authorization = readBasicAuthorization(
    header,
    sent === undefined ? identities : [...identities, sent],
  );
  if (authorization.kind === 'absent') return { password: 'absent', login: null };
  const login =
    authorization.kind === 'password' ? await logIn(authorization.password, credentials, digestKeys) : null;
  if (login !== null) return { password: 'right', login };
  const isCheckable = credentials.some(({ keyId }) => digestKeys.some((key) => key.keyId === keyId));
  return { password: credentials.length > 0 && !isCheckable ? 'uncheckable' : 'wrong', login };
}

async function logIn(
  password: Uint8Array,
  credentials: readonly ValidCredential[],
  digestKeys: readonly DigestKey[],
): Promise<Login | null> {
  const keyIds = new Set(credentials.map(({ keyId }) => keyId));
  const tried = await Promise.all(
    digestKeys
      .filter(({ keyId }) => keyIds.has(keyId))
      .flatMap(({ keyId, secretHex }) =>
        passwordCandidates(password).map(async (bytes) => ({
          keyId,
          bytes,
          digest: await hmacSha256(secretHex, bytes),
        })),
      ),
  );
  const matches = credentials.flatMap((used) =>
    tried
      .filter(({ keyId, digest }) => keyId === used.keyId && areDigestsEqual(digest, used.digest))
      .map(({ bytes }) => ({ used, bytes })),
  );
  const [match] = matches;
  const [current] = digestKeys;
  if (match === undefined || current === undefined) return null;
  const { used, bytes } = match;
  const isOld = used.keyId !== current.keyId;
  return {
    used,
    renewed: isOld ? { keyId: current.keyId, digest: await hmacSha256(current.secretHex, bytes) } : null,
  };
}

/** A guesser waits; the charger from another address does not. */
export function tooManyAttempts(waitSeconds: number): Response {
  return new Response(
    'Too many failed logins from this address. Check the password, and wait before the next try.\n',
    {
      status: 429,
      headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Retry-After': String(waitSeconds) },
    },
  );
}

/** The refusal as the charger gets it: plain HTTP, one line that says why. */
export function refusalOf(decision: Extract<HandshakeDecision, { kind: 'refused' }>): Response {
  return new Response(`${decision.reason}\n`, {
    status: decision.status,
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      ...(decision.status === 401 ? { 'WWW-Authenticate': 'Basic realm="ocpp"' } : {}),
    },
  });
}

/** The 101. A charger that offered no subprotocol gets no header of it: clients must refuse one they did not offer. */
export function acceptance(client: WebSocket, subprotocol: 'ocpp1.6' | null): Response {
  return new Response(null, {
    status: 101,
    webSocket: client,
    headers: subprotocol === null ? {} : { 'Sec-WebSocket-Protocol': subprotocol },
  });
}

/** What was odd about a handshake that was accepted. */
export function flagsOfHandshake(
  request: Request,
  { subprotocol, registration, securityProfile }: Extract<HandshakeDecision, { kind: 'accepted' }>,
): Flag[] {
  const { serialNumber } = registration;
  const identity = parseIdentity(new URL(request.url).pathname);
  return [
    ...(subprotocol === null ? [{ name: 'noSubprotocol' as const }] : []),
    ...(securityProfile === 3 && serialNumber === null ? [{ name: 'certificateNotCompared' as const }] : []),
    ...(identity.kind === 'identity' ? identity.tolerances.map(toFlag) : []),
    ...(identity.kind === 'missing' ? [{ name: 'identityFromUserName' as const }] : []),
  ];
}
