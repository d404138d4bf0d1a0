import type { Env } from '../env.ts';
import { basicUserName } from '../ocpp/basic-authorization.ts';
import { checkIdentity, foldIdentity, type Identity, parseIdentity } from '../ocpp/identity.ts';

const RETRY_AFTER_SECONDS = '10';

/** Whether a path belongs to chargers. */
export function isOcppPath(pathname: string): boolean {
  return pathname === '/ocpp' || pathname.startsWith('/ocpp/');
}

/**
 * Where chargers dial (OCPP-J 3.1): finds out which one it says it is and hands the request to its object, which
 * decides. Every refusal is plain HTTP before the upgrade.
 */
export async function handleCharger(request: Request, env: Env): Promise<Response> {
  if (request.headers.get('Upgrade')?.toLowerCase() !== 'websocket') {
    return refuse(
      426,
      'Chargers connect here by WebSocket: set this URL, beginning with ws:// or wss://, as the OCPP 1.6J backend.',
      { Upgrade: 'websocket', Connection: 'Upgrade' },
    );
  }
  const url = new URL(request.url);
  const identity = parseIdentity(url.pathname);
  switch (identity.kind) {
    case 'malformed':
      return refuse(400, `The chargeBoxId in the URL cannot be read: ${meaningOf(identity.reason)}.`);
    case 'missing': {
      const userName = basicUserName(request.headers.get('Authorization'));
      if (userName === undefined || checkIdentity(userName) !== undefined) {
        return refuse(404, 'The URL names no charger: it has to end in /ocpp/ and the chargeBoxId.');
      }
      url.pathname = `/ocpp/${encodeURIComponent(userName)}`;
      return connect(userName, new Request(url, request), env);
    }
    case 'identity':
      return connect(identity.id, request, env);
  }
}

async function connect(id: string, request: Request, env: Env): Promise<Response> {
  try {
    return await env.CHARGER.getByName(foldIdentity(id)).fetch(request);
  } catch (error) {
    console.error({ chargeBoxId: id, error: String(error) });
    return refuse(503, 'This charger’s part of the system is not reachable. Try again shortly.', {
      'Retry-After': RETRY_AFTER_SECONDS,
    });
  }
}

function meaningOf(reason: Extract<Identity, { kind: 'malformed' }>['reason']): string {
  switch (reason) {
    case 'badEscape':
      return 'it is not percent-encoded UTF-8';
    case 'tooLong':
      return 'it has more than 255 characters';
    case 'controlCharacter':
      return 'it holds a control character';
    case 'notUnderEndpoint':
      return 'the path has to be /ocpp/ and the chargeBoxId';
  }
}

function refuse(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(`${text}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers },
  });
}
