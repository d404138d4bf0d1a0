import { randomBytes } from 'node:crypto';
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';

export interface HandshakeAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/**
 * Asks for a WebSocket by plain HTTP, so that nothing stands between the test and the bytes; `path` goes out as it is. A
 * connection that is granted is dropped at once.
 */
export function shakeHands(
  url: string,
  path: string,
  headers: OutgoingHttpHeaders = { 'Sec-WebSocket-Protocol': 'ocpp1.6' },
): Promise<HandshakeAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const asking = request({
      hostname,
      port,
      path,
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
        ...headers,
      },
    });
    asking.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: '' });
    });
    asking.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    asking.on('error', reject);
    asking.end();
  });
}

/** `Authorization` of a user name and a password of any bytes. */
export function basic(user: string, password: string | Uint8Array): string {
  const pair = Buffer.concat([Buffer.from(`${user}:`), Buffer.from(password)]);
  return `Basic ${pair.toString('base64')}`;
}
