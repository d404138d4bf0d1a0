import { once } from 'node:events';
import { WebSocket } from 'ws';

/** Nothing takes as long, however many send at once. */
const PATIENCE_MS = 60_000;

const CALL = 0x32;
const CALL_RESULT = 0x33;

interface Outstanding {
  start: string;
  sentAt: number;
  resolve: (answer: string) => void;
  reject: (error: Error) => void;
}

/**
 * A charger's end of a connection, as cheap as it can be made: one call at a time, frames put together as text, answers
 * known by their beginning. It accepts whatever it is asked to do.
 */
export class Link {
  private readonly socket: WebSocket;
  private readonly times: number[];
  private outstanding: Outstanding | null = null;
  private calls = 0;

  private constructor(socket: WebSocket, times: number[]) {
    this.socket = socket;
    this.times = times;
    socket.on('message', (data: Buffer) => this.take(data));
    socket.on('close', () => this.outstanding?.reject(new Error('The server closed the connection.')));
    const watch = setInterval(() => this.complain(), PATIENCE_MS / 4).unref();
    socket.on('close', () => clearInterval(watch));
    // What breaks a socket is followed by its close.
    socket.on('error', () => {});
  }

  /** @param times where the time of each call is put, in ms */
  static async connect(url: string, times: number[]): Promise<Link> {
    const socket = new WebSocket(url.replace('http', 'ws'), 'ocpp1.6', { perMessageDeflate: false });
    await once(socket, 'open');
    return new Link(socket, times);
  }

  /** @param payload JSON; the answer comes as the text of the whole frame. Rejects for a CALLERROR. */
  call(action: string, payload: string): Promise<string> {
    this.calls += 1;
    const { calls } = this;
    return new Promise((resolve, reject) => {
      this.outstanding = { start: `[3,"${calls}",`, sentAt: performance.now(), resolve, reject };
      this.socket.send(`[2,"${calls}","${action}",${payload}]`);
    });
  }

  async close(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    this.socket.close(1000);
    await once(this.socket, 'close');
  }

  /** A server that says nothing must not be waited for without end; a timer for each call would be felt. */
  private complain(): void {
    const { outstanding } = this;
    if (outstanding === null || performance.now() - outstanding.sentAt < PATIENCE_MS) return;
    this.outstanding = null;
    outstanding.reject(new Error(`No answer ${outstanding.start} in ${PATIENCE_MS / 1_000} s.`));
  }

  private take(data: Buffer): void {
    if (data[1] === CALL) {
      const id = /^\[2,"([^"]+)"/.exec(data.toString())?.[1] ?? '';
      this.socket.send(`[3,"${id}",{"status":"Accepted"}]`);
      return;
    }
    const { outstanding } = this;
    if (outstanding === null) return;
    this.outstanding = null;
    const text = data.toString();
    if (data[1] !== CALL_RESULT || !text.startsWith(outstanding.start)) {
      outstanding.reject(new Error(`Not the answer to ${outstanding.start}: ${text}`));
      return;
    }
    this.times.push(performance.now() - outstanding.sentAt);
    outstanding.resolve(text);
  }
}
