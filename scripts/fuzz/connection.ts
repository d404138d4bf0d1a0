import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type ChargerKind, expectationOf } from './expectation.ts';
import { FuzzFailure } from './fuzz-failure.ts';
import { Ledger, type Settled } from './ledger.ts';
import { textFrame, textOf, type WireFrame } from './wire-frame.ts';

/** So many bad frames in a row close the connection with 1002. */
export const MOST_BAD_FRAMES = 50;

/** No answer may take longer, however hostile what was sent before it: then the server hangs. */
const PATIENCE_MS = 60_000;

const NO_CHARGER_CLOSE = 1002;
const REPLACED_CLOSE = 1000;

interface Close {
  code: number;
  reason: string;
}

/** One socket of a charger, held to what the server owes it. */
export class Connection {
  private readonly socket: WebSocket;
  private readonly charger: ChargerKind;
  private readonly onSettled: (settled: Settled) => string | undefined;
  private readonly ledger = new Ledger();
  private readonly allowedCloses = new Map<number, string | null>();
  private readonly closed: Promise<Close>;
  private badFrames = 0;
  private probes = 0;
  private probe: { id: string; answered: () => void } | null = null;
  private fail: (failure: FuzzFailure) => void = () => {};
  /** Rejects with the first fault; else it is pending for ever. */
  private readonly fault: Promise<never>;

  private constructor(
    socket: WebSocket,
    charger: ChargerKind,
    onSettled: (settled: Settled) => string | undefined,
  ) {
    this.socket = socket;
    this.charger = charger;
    this.onSettled = onSettled;
    this.fault = new Promise((_, reject) => {
      this.fail = reject;
    });
    this.fault.catch(() => {});
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        this.checkClose(code, reason.toString());
        resolve({ code, reason: reason.toString() });
      });
    });
    socket.on('error', () => {});
    socket.on('message', (data, isBinary) => this.receive(data, isBinary));
  }

  /** Dials, and gives the connection once the server has taken it. */
  static async open(
    url: string,
    charger: ChargerKind,
    onSettled: (settled: Settled) => string | undefined,
  ): Promise<Connection> {
    const socket = new WebSocket(url, ['ocpp1.6'], { handshakeTimeout: PATIENCE_MS });
    const connection = new Connection(socket, charger, onSettled);
    try {
      await once(socket, 'open');
    } catch (error) {
      throw new FuzzFailure(`The charger cannot connect: ${String(error)}`);
    }
    return connection;
  }

  /** Whether something was sent that ends the connection. */
  get isEnding(): boolean {
    return this.allowedCloses.size > 0;
  }

  send(frame: WireFrame): void {
    const expectation = expectationOf(frame, this.charger);
    switch (expectation.kind) {
      case 'answer':
        this.badFrames = 0;
        this.ledger.expect(expectation, textOf(frame) ?? '');
        break;
      case 'silence':
        this.badFrames = 0;
        break;
      case 'bad':
        this.badFrames += 1;
        if (this.badFrames >= MOST_BAD_FRAMES) this.allowClose(NO_CHARGER_CLOSE, null);
        break;
      case 'close':
        this.allowClose(expectation.code, null);
        break;
    }
    if (this.socket.readyState === WebSocket.OPEN) {
      this.socket.send(frame.data, { binary: frame.isBinary, compress: false });
    }
  }

  /** Sends one more call: by its answer everything before it has been answered too, for a charger's calls queue. */
  async settle(): Promise<void> {
    this.probes += 1;
    const id = `probe-${this.probes}-of-the-fuzzer`;
    const answered = new Promise<void>((resolve) => {
      this.probe = { id, answered: resolve };
    });
    this.send(textFrame(JSON.stringify([2, id, 'Heartbeat', {}])));
    await this.within(answered, 'A Heartbeat is not answered');
    const fault = this.ledger.close();
    if (fault !== undefined) throw new FuzzFailure(fault);
  }

  /** Waits for the close that what was sent brings about. */
  async end(): Promise<Close> {
    const close = this.within(this.closed, `No close with ${[...this.allowedCloses.keys()].join(' or ')}`);
    return close;
  }

  /** Another socket is about to take its place: it may be closed as replaced from now on. */
  expectReplacement(): void {
    this.allowClose(REPLACED_CLOSE, 'replaced');
  }

  /** Breaks the connection off, as a lost network does. */
  terminate(): void {
    this.allowClose(1006, null);
    this.socket.terminate();
  }

  /** Ends it in good manners. */
  async close(): Promise<void> {
    this.allowClose(1000, null);
    this.socket.close(1000);
    await this.end();
  }

  private allowClose(code: number, reason: string | null): void {
    this.allowedCloses.set(code, reason);
    this.ledger.excuse();
  }

  private receive(data: unknown, isBinary: boolean): void {
    if (isBinary || !Buffer.isBuffer(data)) {
      this.fail(new FuzzFailure('The server sent a binary message.'));
      return;
    }
    const text = data.toString('utf8');
    const settled = this.ledger.settle(text);
    const problem = typeof settled === 'string' ? settled : this.onSettled(settled);
    if (problem !== undefined) {
      this.fail(new FuzzFailure(`${problem}\nThe server sent: ${text.slice(0, 500)}`));
      return;
    }
    if (typeof settled === 'object' && settled.answer.id === this.probe?.id) this.probe.answered();
  }

  private checkClose(code: number, reason: string): void {
    const allowed = this.allowedCloses.get(code);
    if (allowed === undefined || (allowed !== null && allowed !== reason)) {
      this.fail(new FuzzFailure(`The server closed the connection with ${code} "${reason}".`));
    }
  }

  private async within<Value>(promise: Promise<Value>, what: string): Promise<Value> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new FuzzFailure(`${what} within ${PATIENCE_MS / 1000} s.`)),
        PATIENCE_MS,
      );
    });
    try {
      return await Promise.race([promise, this.fault, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
