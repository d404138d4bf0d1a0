import { exports } from 'cloudflare:workers';
import * as z from 'zod';
import { ORIGIN } from './api-client.ts';

const Frame = z.union([
  z.tuple([z.literal(2), z.string(), z.string(), z.record(z.string(), z.unknown())]),
  z.tuple([z.literal(3), z.string(), z.record(z.string(), z.unknown())]),
  z.tuple([z.literal(4), z.string(), z.string(), z.string(), z.unknown()]),
]);

/** What the charger answers to a call: a result, an error by its code, or nothing. */
export type ScriptedAnswer = Record<string, unknown> | { callError: string } | 'silence';

/** A charger that does what a test tells it, over a real WebSocket. */
export async function connectScriptedCharger(chargeBoxId: string) {
  const response = await exports.default.fetch(`${ORIGIN}/ocpp/${encodeURIComponent(chargeBoxId)}`, {
    headers: { Upgrade: 'websocket', 'Sec-WebSocket-Protocol': 'ocpp1.6' },
  });
  const socket = response.webSocket;
  if (socket === null) throw new Error(`${chargeBoxId} was refused: ${response.status}`);
  const received: { action: string; payload: Record<string, unknown> }[] = [];
  const answers = new Map<string, ScriptedAnswer>();
  const waiting = new Map<string, (payload: Record<string, unknown>) => void>();
  let sent = 0;
  socket.accept();
  socket.addEventListener('message', ({ data }) => {
    const frame = Frame.parse(JSON.parse(String(data)));
    if (frame[0] !== 2) {
      waiting.get(frame[1])?.(frame[0] === 3 ? frame[2] : { callError: frame[2] });
      return;
    }
    const [, id, action, payload] = frame;
    received.push({ action, payload });
    const answer = answers.get(action) ?? { status: 'Accepted' };
    if (answer === 'silence') return;
    const isError = 'callError' in answer;
    socket.send(JSON.stringify(isError ? [4, id, answer.callError, '', {}] : [3, id, answer]));
  });
  return {
    /** Our calls that it got, in order. */
    received,
    /** From now on this is its answer to calls of this action; else it accepts everything. */
    willAnswer: (action: string, answer: ScriptedAnswer) => answers.set(action, answer),
    /** Sends a call and waits for its answer. */
    call: (action: string, payload: Record<string, unknown>) => {
      sent += 1;
      const id = `scripted-${sent}`;
      const { promise, resolve } = Promise.withResolvers<Record<string, unknown>>();
      waiting.set(id, resolve);
      socket.send(JSON.stringify([2, id, action, payload]));
      return promise;
    },
    close: () => socket.close(1000),
  };
}
