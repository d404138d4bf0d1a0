import { once } from 'node:events';
import { WebSocket } from 'ws';

/** A charger's socket and nothing else, for tests with so many of them that they must cost little. */
export class BareLink {
  /** How many frames it got. */
  received = 0;
  private readonly socket: WebSocket;
  private readonly waiting = new Map<unknown, (frame: unknown[]) => void>();
  private sent = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => {
      this.received += 1;
      const frame = JSON.parse(String(data)) as unknown[];
      this.waiting.get(frame[1])?.(frame);
    });
  }

  static async connect(url: string, chargeBoxId: string): Promise<BareLink> {
    const { host } = new URL(url);
    const socket = new WebSocket(`ws://${host}/ocpp/${chargeBoxId}`, ['ocpp1.6'], {
      perMessageDeflate: false,
    });
    const link = new BareLink(socket);
    await once(socket, 'open');
    return link;
  }

  /** Sends a call; gives the payload of its CALLRESULT, however long that takes, and rejects on anything else. */
  async call(action: string, payload: unknown): Promise<unknown> {
    this.sent += 1;
    const id = String(this.sent);
    const answer = new Promise<unknown[]>((resolve) => this.waiting.set(id, resolve));
    this.socket.send(JSON.stringify([2, id, action, payload]));
    const frame = await answer;
    this.waiting.delete(id);
    if (frame[0] !== 3 || frame.length !== 3) throw new Error(`${action}: ${JSON.stringify(frame)}`);
    return frame[2];
  }

  /** Breaks the connection without a word. */
  terminate(): void {
    this.socket.terminate();
  }
}
