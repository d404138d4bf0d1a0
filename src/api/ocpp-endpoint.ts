import type { Env } from '../env.ts';
import { basicUserName } from '../ocpp/basic-authorization.ts';
import { checkIdentity, foldIdentity, type Identity, parseIdentity } from '../ocpp/identity.ts';
import { noteRefusal } from './connections/refusal-journal.ts';

const RETRY_AFTER_SECONDS = '10';

/** Of headers and texts that strangers choose, this much is kept. */
const MOST_CHARACTERS = 255;

/** Whether a path belongs to chargers. */
export function isOcppPath(pathname: string): boolean {
  return pathname === '/ocpp' || pathname.startsWith('/ocpp/');
}

/**
 * Where chargers dial (OCPP-J 3.1): finds out which one it says it is and hands the request to its object, which
 * decides. Every refusal is plain HTTP before the upgrade, and is noted for the owner.
 */
export async function handleCharger(
  request: Request,
  env: Env,
  context: Pick<ExecutionContext, 'waitUntil'>,
): Promise<Response> {
  if (request.headers.get('Upgrade')?.toLowerCase() !== 'websocket') {
    return refuse(
      426,
      'Chargers connect here by WebSocket: set this URL, beginning with ws:// or wss://, as the OCPP 1.6J backend.',
      { Upgrade: 'websocket', Connection: 'Upgrade' },
    );
  }
  const { id, response } = await dial(request, env);
  if (response.status === 101) return response;
  const reason = await response.text();
  const writing = note(request, env, id ?? '', response.status, reason);
  if (writing !== null) context.waitUntil(writing);
  return new Response(reason, response);
}

/** Whom the request names, if anyone, and the answer to it. */
async function dial(request: Request, env: Env): Promise<{ id?: string; response: Response }> {
  const identity = parseIdentity(new URL(request.url).pathname);
  switch (identity.kind) {
    case 'malformed':
      return {
        response: refuse(400, `The chargeBoxId in the URL cannot be read: ${meaningOf(identity.reason)}.`),
      };
    case 'missing': {
      const userName = basicUserName(request.headers.get('Authorization'));
      if (userName === undefined || checkIdentity(userName) !== undefined) {
        return {
          response: refuse(404, 'The URL names no charger: it has to end in /ocpp/ and the chargeBoxId.'),
        };
      }
      return { id: userName, response: await connect(userName, request, env) };
    }
    case 'identity':
      return { id: identity.id, response: await connect(identity.id, request, env) };
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

function note(
  request: Request,
  env: Env,
  chargeBoxId: string,
  status: number,
  reason: string,
): Promise<void> | null {
  const now = Date.now();
  return noteRefusal(env, {
    chargeBoxId,
    status,
    reason: reason.trim().slice(0, MOST_CHARACTERS),
    count: 1,
    firstAt: now,
    lastAt: now,
    // Set by Cloudflare's edge alone: nobody can forge it there.
    address: headerOf(request, 'CF-Connecting-IP'),
    userAgent: headerOf(request, 'User-Agent'),
    subprotocols: headerOf(request, 'Sec-WebSocket-Protocol'),
  });
}

function headerOf(request: Request, name: string): string | null {
  return request.headers.get(name)?.slice(0, MOST_CHARACTERS) ?? null;
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
