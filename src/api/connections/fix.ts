/** What an owner can do about a handshake that was refused with this status; `reason` says which case it is. */
export function fixOf(status: number, chargeBoxId: string | null): string {
  switch (status) {
    case 400:
      return chargeBoxId === null
        ? 'Correct the backend URL on the charger: it ends in /ocpp/ and the percent-encoded chargeBoxId.'
        : 'Set the charger to OCPP 1.6J, so that it offers the WebSocket subprotocol ocpp1.6.';
    case 401:
      return 'Set the user name (the chargeBoxId) and the password on the charger, or give it a new password with PATCH /api/v1/chargers/{chargeBoxId}.';
    case 403:
      return 'Let the charger connect as its securityProfile says (wss:// from 2 on, a client certificate for 3), or change that; a disabled one is enabled by PATCH /api/v1/chargers/{chargeBoxId} with enabled: true.';
    case 404:
      return chargeBoxId === null
        ? 'Append the chargeBoxId to the backend URL on the charger.'
        : 'If this charger is yours, register it with POST /api/v1/chargers under exactly this chargeBoxId; or correct the id on the charger.';
    case 429:
      return 'It tried a wrong password too often: correct it, then wait a minute. Other chargers are not affected.';
    default:
      return 'Nothing on the charger: it will try again, and was refused for a reason on this side.';
  }
}
