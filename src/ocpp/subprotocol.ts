/** The one subprotocol we speak; names of subprotocols count case (RFC 6455 4.1). */
const SUBPROTOCOL = 'ocpp1.6';

/** What the offer of a charger comes to. */
export type SubprotocolOffer = 'ocpp1.6' | 'noneOffered' | 'unacceptable';

/**
 * Reads `Sec-WebSocket-Protocol` (several header lines arrive joined by commas). `ocpp1.6` is to be echoed;
 * `noneOffered` must not be answered with a subprotocol, RFC 6455 clients fail on one they did not offer (OCPP-J 3.2;
 * field: Grizzl-E offers none).
 */
export function negotiateSubprotocol(header: string | null): SubprotocolOffer {
  const offered = (header ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (offered.length === 0) {
    return 'noneOffered';
  }
  return offered.includes(SUBPROTOCOL) ? SUBPROTOCOL : 'unacceptable';
}
