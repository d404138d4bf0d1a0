import { WebSocket } from 'ws';
import * as z from 'zod';
import type { Dice } from './dice.ts';

interface LinkOptions {
  chargeBoxId: string;
  /** Where the server is; null while it is down. */
  url: () => string | null;
  dice: Dice;
  /** Whether a repeated call gets a new id, as some firmware gives it, or keeps its own (OCPP-J 4.1.4). */
  renewsIds: boolean;
  onConnected: () => void;
  onComplaint: (complaint: string) => void;
}

interface Entry {
  action: string;
  payload: object;
  ids: string[];
  answered: (confirmation: unknown) => void;
}

const Answer = z.union([
  z.tuple([z.literal(3), z.string(), z.unknown()]),
  z.tuple([z.literal(4), z.string(), z.string(), z.string(), z.unknown()]),
  z.tuple([z.literal(2), z.string()], z.unknown()),
]);

/** A call that is not answered for so long is sent again though the connection stands. */
const PATIENCE_MS = 10_000;
const AFTER_CALL_ERROR_MS = 250;
const DIAL_PAUSE_MS = [10, 120] as const;

/**
 * A charger's connection as it ought to be: one call unanswered at a time, in order, and each of them sent again with
 * the same content until it is answered, over as many connections as that takes (OCPP 1.6 3.7.1).
 */
export class RetryingLink {
  /** Calls that were answered, and transmissions beyond the first. */
  readonly counts = { answered: 0, repeated: 0 };
  private readonly options: LinkOptions;
  private queue: Entry[] = [];
  private socket: WebSocket | null = null;
  private outstanding: NodeJS.Timeout | null = null;
  private made = 0;
  private isClosed = false;

  constructor(options: LinkOptions) {
    this.options = options;
  }

  /** Dials until `close`. */
  open(): void {
    this.dialSoon();
  }

  /** Resolves with the payload of the CALLRESULT, however long that takes; never after `close`. */
  call(action: string, payload: object, { isUrgent = false } = {}): Promise<unknown> {
    return new Promise((answered) => {
      const entry = { action, payload, ids: [], answered };
      if (isUrgent && this.outstanding === null) this.queue.unshift(entry);
      else this.queue.push(entry);
      this.sendNext();
    });
  }

  /** The network breaks: the charger comes back by itself. */
  drop(): void {
    this.socket?.terminate();
  }

  /** Falls silent for good. */
  close(): void {
    this.isClosed = true;
    this.drop();
  }

  /** The call that waits for its answer, for whoever wonders why nothing goes on. */
  waitsFor(): string | null {
    return this.queue[0]?.action ?? null;
  }

  private dialSoon(): void {
    setTimeout(() => this.dial(), this.options.dice.between(...DIAL_PAUSE_MS));
  }

  private dial(): void {
    const url = this.options.url();
    if (this.isClosed) return;
    if (url === null) {
      this.dialSoon();
      return;
    }
    const { host } = new URL(url);
    const socket = new WebSocket(`ws://${host}/ocpp/${this.options.chargeBoxId}`, ['ocpp1.6'], {
      perMessageDeflate: false,
      handshakeTimeout: PATIENCE_MS,
    });
    // What breaks a socket is followed by its close.
    socket.on('error', () => {});
    socket.on('unexpected-response', (request, { statusCode }) => {
      this.options.onComplaint(`the handshake was answered with ${statusCode}`);
      request.destroy();
    });
    socket.on('open', () => {
      this.socket = socket;
      this.options.onConnected();
      this.sendNext();
    });
    socket.on('message', (data: Buffer) => this.take(data.toString('utf8')));
    socket.on('close', () => {
      this.socket = null;
      this.settle();
      if (!this.isClosed) this.dialSoon();
    });
  }

  private sendNext(): void {
    const [entry] = this.queue;
    if (entry === undefined || this.socket?.readyState !== WebSocket.OPEN || this.outstanding !== null)
      return;
    const [first] = entry.ids;
    if (first !== undefined) this.counts.repeated += 1;
    const id = first === undefined || this.options.renewsIds ? this.newId() : first;
    entry.ids.push(id);
    this.socket.send(JSON.stringify([2, id, entry.action, entry.payload]));
    this.outstanding = setTimeout(() => this.sendAgain(), PATIENCE_MS);
  }

  private sendAgain(): void {
    this.settle();
    this.sendNext();
  }

  private settle(): void {
    if (this.outstanding !== null) clearTimeout(this.outstanding);
    this.outstanding = null;
  }

  private take(text: string): void {
    const answer = Answer.parse(JSON.parse(text));
    const [entry] = this.queue;
    if (answer[0] === 2) {
      this.socket?.send(JSON.stringify([4, answer[1], 'NotSupported', '', {}]));
      return;
    }
    // One to an earlier transmission is an answer too.
    if (entry === undefined || !entry.ids.includes(answer[1])) return;
    this.settle();
    if (answer[0] === 4) {
      this.options.onComplaint(`${entry.action} was answered with ${answer[2]}: ${answer[3]}`);
      this.outstanding = setTimeout(() => this.sendAgain(), AFTER_CALL_ERROR_MS);
      return;
    }
    this.queue.shift();
    this.counts.answered += 1;
    entry.answered(answer[2]);
    this.sendNext();
  }

  private newId(): string {
    this.made += 1;
    return `${this.options.chargeBoxId}-${this.made}`.slice(-36);
  }
}
