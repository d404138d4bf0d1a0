import { exports } from 'cloudflare:workers';
import { ORIGIN } from './api-client.ts';

type Payload = Record<string, unknown>;

/** More connections than any test breaks. */
const MOST_DIALS = 20;

/**
 * A charger that sends each call again, word for word, until it is answered, over as many connections as that takes
 * (OCPP 1.6 3.7.1). It never closes by itself.
 */
export function retryingCharger(chargeBoxId: string) {
  let link: Awaited<ReturnType<typeof dial>> | null = null;
  let sent = 0;
  return {
    call: async (action: string, payload: Payload): Promise<Payload> => {
      sent += 1;
      const frame = JSON.stringify([2, `retrying-${sent}`, action, payload]);
      for (let dials = 0; dials < MOST_DIALS; dials += 1) {
        link ??= await dial(chargeBoxId);
        const answer = link === null ? null : await link.ask(frame);
        if (answer !== null) return answer;
        link = null;
      }
      throw new Error(`${action} is not answered.`);
    },
    /** Its connection is gone, told or not: what is not answered is sent again on a new one. */
    hangUp: () => {
      link?.giveUp();
      link = null;
    },
  };
}

/** Null where the handshake was cut off. */
async function dial(chargeBoxId: string) {
  const headers = { Upgrade: 'websocket', 'Sec-WebSocket-Protocol': 'ocpp1.6' };
  const socket = await exports.default.fetch(`${ORIGIN}/ocpp/${chargeBoxId}`, { headers }).then(
    (response) => response.webSocket,
    () => null,
  );
  if (socket === null) return null;
  let answered: (answer: Payload | null) => void = () => {};
  socket.accept();
  socket.addEventListener('message', ({ data }) => {
    const [type, , result]: unknown[] = JSON.parse(String(data));
    if (type !== 3) throw new Error(`The answer is ${String(data)}`);
    answered(result as Payload);
  });
  for (const end of ['close', 'error'] as const) socket.addEventListener(end, () => answered(null));
  return {
    giveUp: () => answered(null),
    /** The payload of the answer; null when the connection ended before. */
    ask: (frame: string) => {
      const { promise, resolve } = Promise.withResolvers<Payload | null>();
      answered = resolve;
      try {
        socket.send(frame);
      } catch {
        resolve(null);
      }
      return promise;
    },
  };
}
