import { once } from 'node:events';
import { WebSocket } from 'ws';
import { CALL_ERROR_CODES } from '../../src/ocpp/call-error.ts';
import { officialValidator } from './official-schemas.ts';

/** A frame as JSON has it: its elements in order. */
export type ReceivedFrame = readonly unknown[];

interface Waiting {
  isWanted: (frame: ReceivedFrame) => boolean;
  resolve: (frame: ReceivedFrame) => void;
}

const PATIENCE_MS = 5_000;

/**
 * A bare WebSocket that says what no polite library lets a charger say, and keeps every frame that it gets. What it gets
 * has to be right by the letter: every call, every answer to `call` by the official schemas.
 */
export class RawCharger {
  /** Every frame received, in order. */
  readonly frames: ReceivedFrame[] = [];
  /** How the connection ended. */
  readonly closed: Promise<{ code: number; reason: string }>;
  private readonly socket: WebSocket;
  /** Received, and not yet given by `next`. */
  private unread: ReceivedFrame[] = [];
  private waiting: Waiting[] = [];
  private sent = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    // What breaks a socket is followed by its close.
    socket.on('error', () => {});
    socket.on('message', (data) => this.take(JSON.parse(String(data)) as ReceivedFrame));
  }

  /** Connects; rejects where the handshake is refused. */
  static async connect(
    url: string,
    chargeBoxId: string,
    { protocols = ['ocpp1.6'] }: { protocols?: string[] } = {},
  ): Promise<RawCharger> {
    const { host } = new URL(url);
    const socket = new WebSocket(`ws://${host}/ocpp/${encodeURIComponent(chargeBoxId)}`, protocols, {
      perMessageDeflate: false,
    });
    const charger = new RawCharger(socket);
    await once(socket, 'open');
    return charger;
  }

  /** Whether neither side has said that it closes. */
  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  /** Sends anything: text as a text frame, bytes as a binary one. */
  send(data: string | Uint8Array): void {
    this.socket.send(data);
  }

  /** Sends one text in fragments (RFC 6455 5.4). */
  sendFragments(...fragments: string[]): void {
    for (const [index, fragment] of fragments.entries()) {
      this.socket.send(fragment, { binary: false, fin: index === fragments.length - 1 });
    }
  }

  /** Sends a WebSocket ping and waits for its pong. */
  async ping(): Promise<void> {
    const pong = once(this.socket, 'pong');
    this.socket.ping('still there?');
    await pong;
  }

  sendFrame(...frame: unknown[]): void {
    this.send(JSON.stringify(frame));
  }

  /** Sends a call; gives its answer, a CALLRESULT or a CALLERROR. */
  async call(action: string, payload: unknown, id: unknown = this.newId()): Promise<ReceivedFrame> {
    this.sendFrame(2, id, action, payload);
    const answer = await this.answerTo(id);
    if (answer[0] === 3) assertOfficial(`urn:${action}.conf`, answer[2], answer.length === 3);
    else assertCallError(answer);
    return answer;
  }

  /** The answer to the call of this id. */
  answerTo(id: unknown): Promise<ReceivedFrame> {
    return this.next(([type, answered]) => type !== 2 && answered === id);
  }

  /** The next call of the Central System. */
  async nextCall(): Promise<{ id: string; action: string; payload: unknown }> {
    const frame = await this.next(([type]) => type === 2);
    const [, id, action, payload] = frame;
    assertOfficial(`urn:${String(action)}.req`, payload, frame.length === 4);
    return { id: String(id), action: String(action), payload };
  }

  /** The first frame that is wanted and that was not yet given, from those received or still to come. */
  next(isWanted: (frame: ReceivedFrame) => boolean): Promise<ReceivedFrame> {
    const frame = this.unread.find(isWanted);
    if (frame !== undefined) {
      this.unread = this.unread.filter((other) => other !== frame);
      return Promise.resolve(frame);
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`No such frame; received: ${JSON.stringify(this.frames)}`)),
        PATIENCE_MS,
      );
      const waiting = {
        isWanted,
        resolve: (found: ReceivedFrame) => {
          clearTimeout(timer);
          resolve(found);
        },
      };
      this.waiting.push(waiting);
    });
  }

  /** Closes cleanly; gives the code that the other side closed with. */
  close(code = 1000): Promise<{ code: number; reason: string }> {
    this.socket.close(code);
    return this.closed;
  }

  /** Stops to listen, as a peer that has lost its power: it answers no close either. What it sends still goes out. */
  pause(): void {
    this.socket.pause();
  }

  /** Breaks the connection without a word. */
  async terminate(): Promise<void> {
    this.socket.terminate();
    await this.closed;
  }

  private newId(): string {
    this.sent += 1;
    return `raw-${this.sent}`;
  }

  private take(frame: ReceivedFrame): void {
    this.frames.push(frame);
    const waiting = this.waiting.find(({ isWanted }) => isWanted(frame));
    if (waiting === undefined) {
      this.unread.push(frame);
      return;
    }
    this.waiting = this.waiting.filter((other) => other !== waiting);
    waiting.resolve(frame);
  }
}

function assertOfficial(schema: string, payload: unknown, isComplete: boolean): void {
  const validate = officialValidator(schema);
  if (validate(payload) && isComplete) return;
  throw new Error(`${JSON.stringify(payload)} breaks ${schema}: ${JSON.stringify(validate.errors)}`);
}

/** `[4, "<id>", "<errorCode>", "<description>", {details}]`, in the spelling of OCPP 1.6 (OCPP-J 4.2.3). */
function assertCallError(frame: ReceivedFrame): void {
  const [, , code, description, details] = frame;
  const isRight =
    frame.length === 5 &&
    CALL_ERROR_CODES.some((known) => known === code) &&
    typeof description === 'string' &&
    description.length <= 255 &&
    typeof details === 'object' &&
    details !== null &&
    !Array.isArray(details);
  if (!isRight) throw new Error(`${JSON.stringify(frame)} is no CALLERROR of OCPP 1.6`);
}
