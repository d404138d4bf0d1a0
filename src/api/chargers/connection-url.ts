/** The URL a charger dials: the scheme and host of this very request, so that what is shown is what is reachable. */
export function connectionUrl(requestUrl: string, chargeBoxId: string): string {
  const { protocol, host } = new URL(requestUrl);
  const scheme = protocol === 'https:' ? 'wss' : 'ws';
  return `${scheme}://${host}/ocpp/${encodeURIComponent(chargeBoxId)}`;
}
