import type { SubprotocolOffer } from '../ocpp/subprotocol.ts';
import type { Registration } from './registration.ts';

/** What a charger brought to its handshake, each fact from the request itself: no header speaks for TLS. */
export interface HandshakeRequest {
  isTls: boolean;
  /** The subject of a client certificate which the edge has verified and which is not revoked; null without one. */
  certificateSubject: string | null;
  /** `uncheckable`: one was sent, and all that is stored was digested under keys which are gone. */
  password: 'absent' | 'wrong' | 'right' | 'uncheckable';
  subprotocol: SubprotocolOffer;
}

export type HandshakeDecision =
  | {
      kind: 'accepted';
      registration: Registration;
      /** The profile that it was let in with: the registered one, or the higher one that it was told. */
      securityProfile: number;
      subprotocol: 'ocpp1.6' | null;
    }
  | { kind: 'refused'; status: 400 | 401 | 403 | 404; reason: string };

/**
 * Whether a charger may connect. All refusals are HTTP before the upgrade (security white paper, profile 1 remark);
 * the order is that of cost: an unknown charger first. A 401 does not say which part was wrong.
 *
 * @param registration null when no charger of that identity is registered (OCPP-J 3.2)
 * @param upgradeTo a higher profile that the charger was told: until it has logged in with that, either lets it in
 *   (security white paper A05.FR.08, 09)
 */
export function decideHandshake(
  registration: Registration | null,
  request: HandshakeRequest,
  upgradeTo: number | null = null,
): HandshakeDecision {
  if (registration === null) {
    return refuse(
      404,
      'No charger is registered under this chargeBoxId. Register it with POST /api/v1/chargers.',
    );
  }
  const { settings } = registration;
  const isRaised = upgradeTo !== null && checkProfile(upgradeTo, registration, request) === null;
  const securityProfile = isRaised ? upgradeTo : registration.securityProfile;
  const wrong = checkProfile(securityProfile, registration, request);
  if (wrong !== null) return wrong;
  if (request.subprotocol === 'unacceptable') {
    return refuse(400, 'None of the WebSocket subprotocols offered is served here. Offer ocpp1.6.');
  }
  if (request.subprotocol === 'noneOffered' && settings.requireSubprotocol) {
    return refuse(400, 'This charger must offer the WebSocket subprotocol ocpp1.6.');
  }
  if (!registration.enabled) {
    return refuse(403, 'This charger has been disabled by its owner.');
  }
  return {
    kind: 'accepted',
    registration,
    securityProfile,
    subprotocol: request.subprotocol === 'ocpp1.6' ? 'ocpp1.6' : null,
  };
}

/** The refusal of a request that a security profile does not let in (security white paper 2.1); null where it does. */
function checkProfile(
  securityProfile: number,
  registration: Registration,
  request: HandshakeRequest,
): HandshakeDecision | null {
  if (securityProfile >= 2 && !request.isTls) {
    return refuse(403, `This charger uses security profile ${securityProfile}: it must connect with wss://.`);
  }
  if (securityProfile === 3) {
    const wrong = checkCertificate(request.certificateSubject, registration);
    if (wrong !== null) return refuse(403, wrong);
  }
  if ((securityProfile === 1 || securityProfile === 2) && request.password === 'uncheckable') {
    // Says nothing to a guesser: no password is right.
    return refuse(
      401,
      'The password of this charger is stored under a digest key that this system has no more. Its owner has to set it again, the same one or another, with PATCH /api/v1/chargers/{chargeBoxId}.',
    );
  }
  if ((securityProfile === 1 || securityProfile === 2) && request.password !== 'right') {
    return refuse(401, 'User name or password is missing or wrong. The user name is the chargeBoxId.');
  }
  return null;
}

/**
 * What is wrong with a client certificate: its subject has to hold the serial number of the charger as CN and the
 * operator's name as O (security white paper A00.FR.404, 405). What was not registered is not compared.
 */
function checkCertificate(
  subject: string | null,
  { serialNumber, cpoName }: Pick<Registration, 'serialNumber' | 'cpoName'>,
): string | null {
  if (subject === null) {
    return 'This charger uses security profile 3: it must present a valid client certificate.';
  }
  if (serialNumber !== null && !attributeOf(subject, 'CN').includes(serialNumber)) {
    return 'The common name of the client certificate is not the serial number that is registered for this charger.';
  }
  if (cpoName !== null && !attributeOf(subject, 'O').includes(cpoName)) {
    return 'The organization of the client certificate is not the operator that is registered.';
  }
  return null;
}

/** An attribute of a distinguished name, in the spelling of RFC 2253 or the older one with slashes. */
function attributeOf(subject: string, name: 'CN' | 'O'): string {
  return new RegExp(`(?:^|[,/+])\\s*${name}=([^,/+]*)`).exec(subject)?.[1] ?? '';
}

function refuse(status: 400 | 401 | 403 | 404, reason: string): HandshakeDecision {
  return { kind: 'refused', status, reason };
}
