import * as z from 'zod';
import { areDigestsEqual, hmacSha256 } from '../lib/digest.ts';
import { basicUserName, passwordCandidates, readBasicAuthorization } from '../ocpp/basic-authorization.ts';
import { parseIdentity } from '../ocpp/identity.ts';
import { negotiateSubprotocol } from '../ocpp/subprotocol.ts';
import type { DigestKey } from '../env.ts';
import type { Flag } from '../domain/flag.ts';
import type { HandshakeDecision, HandshakeRequest } from '../domain/handshake.ts';
import { toFlag } from './to-flag.ts';
import type { Credential } from './store/facts.ts';

/** What the edge says of a client certificate; a revoked one still verifies. */
const TlsFacts = z.object({
  tlsClientAuth: z.object({
    certVerified: z.literal('SUCCESS'),
    certRevoked: z.literal('0').optional(),
    certSubjectDN: z.string(),
  }),
});

/** What is known of the charger that a handshake is held against. */
export interface Expected {
  identities: readonly string[];
  isAnyUserNameAllowed: boolean;
  credential: Credential | null;
  digestKeys: readonly DigestKey[];
}

/** The facts of a handshake, taken from the request itself. */
export async function readHandshake(request: Request, expected: Expected): Promise<HandshakeRequest> {
  const { headers } = request;
  return {
    isTls: new URL(request.url).protocol === 'https:',
    certificateSubject: TlsFacts.safeParse(request.cf).data?.tlsClientAuth.certSubjectDN ?? null,
    password: await readPassword(headers.get('Authorization'), expected),
    subprotocol: negotiateSubprotocol(headers.get('Sec-WebSocket-Protocol')),
  };
}

async function readPassword(
  header: string | null,
  { identities, isAnyUserNameAllowed, credential, digestKeys }: Expected,
): Promise<HandshakeRequest['password']> {
  const sent = isAnyUserNameAllowed ? basicUserName(header) : undefined;
  const authorization = readBasicAuthorization(
    header,
    sent === undefined ? identities : [...identities, sent],
  );
  if (authorization.kind === 'absent') return 'absent';
  const key = digestKeys.find(({ keyId }) => keyId === credential?.keyId);
  if (authorization.kind !== 'password' || credential === null || key === undefined) return 'wrong';
  const digests = await Promise.all(
    passwordCandidates(authorization.password).map((candidate) => hmacSha256(key.secretHex, candidate)),
  );
  return digests.some((digest) => areDigestsEqual(digest, credential.digest)) ? 'right' : 'wrong';
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
  { subprotocol, registration }: Extract<HandshakeDecision, { kind: 'accepted' }>,
): Flag[] {
  const { securityProfile, serialNumber } = registration;
  const identity = parseIdentity(new URL(request.url).pathname);
  return [
    ...(subprotocol === null ? [{ name: 'noSubprotocol' as const }] : []),
    ...(securityProfile === 3 && serialNumber === null ? [{ name: 'certificateNotCompared' as const }] : []),
    ...(identity.kind === 'identity' ? identity.tolerances.map(toFlag) : []),
  ];
}
