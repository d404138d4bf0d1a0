import { once } from 'node:events';
import * as fc from 'fast-check';
import { WebSocket } from 'ws';
import * as z from 'zod';
import { arbitraryOf } from './json-schema-arbitrary.ts';
import { officialSchema, officialValidator } from './official-schemas.ts';

const Call = z.tuple([
  z.literal(2),
  z.string().min(1).max(36),
  z.string(),
  z.record(z.string(), z.unknown()),
]);

/**
 * A bare socket that answers every call at once with something that the official schema of its confirmation allows, and
 * notes whatever is wrong by the letter with what it gets.
 */
export class AnsweringCharger {
  /** Actions called, in order. */
  readonly called: string[] = [];
  /** What was wrong with a frame. */
  readonly faults: string[] = [];
  private readonly socket: WebSocket;
  private readonly seed: number;
  private readonly answered = new Map<unknown, () => void>();
  private sent = 0;

  private constructor(socket: WebSocket, seed: number) {
    this.socket = socket;
    this.seed = seed;
    socket.on('error', () => {});
    socket.on('message', (data) => this.take(String(data)));
  }

  static async connect(url: string, chargeBoxId: string, seed: number): Promise<AnsweringCharger> {
    const { host } = new URL(url);
    const socket = new WebSocket(`ws://${host}/ocpp/${encodeURIComponent(chargeBoxId)}`, ['ocpp1.6'], {
      perMessageDeflate: false,
    });
    const charger = new AnsweringCharger(socket, seed);
    await once(socket, 'open');
    return charger;
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  /** Sends a call and waits for its answer. */
  call(action: string, payload: Record<string, unknown>): Promise<void> {
    this.sent += 1;
    const id = `own-${this.sent}`;
    this.socket.send(JSON.stringify([2, id, action, payload]));
    return new Promise((resolve) => this.answered.set(id, resolve));
  }

  terminate(): void {
    this.socket.terminate();
  }

  private take(text: string): void {
    const frame: unknown = JSON.parse(text);
    if (Array.isArray(frame) && frame[0] !== 2) {
      this.answered.get(frame[1])?.();
      return;
    }
    const call = Call.safeParse(frame);
    if (!call.success) {
      this.faults.push(`no CALL: ${text}`);
      return;
    }
    const [, id, action, payload] = call.data;
    this.called.push(action);
    const validate = officialValidator(`urn:${action}.req`);
    if (!validate(payload)) this.faults.push(`${text}: ${JSON.stringify(validate.errors)}`);
    const confirmation = arbitraryOf(officialSchema(`urn:${action}.conf`));
    const [answer] = fc.sample(confirmation, { numRuns: 1, seed: this.seed + this.called.length });
    this.socket.send(JSON.stringify([3, id, answer]));
  }
}
