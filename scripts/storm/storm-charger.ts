import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';

const REDIAL_MS = 1_000;

/** What one charger waited, in ms since the storm began. */
export interface Served {
  connectedMs: number;
  servedMs: number;
  /** Dials that failed before. */
  failedDials: number;
}

/** A charger's socket and nothing else: there are thousands of them in one process. */
export class StormCharger {
  private readonly address: string;
  private socket: WebSocket | null = null;
  private sent = 0;

  constructor(url: string, chargeBoxId: string) {
    this.address = `${url.replace('http', 'ws')}/ocpp/${chargeBoxId}`;
  }

  /** Dials until it is connected, again every second; then it is served once its call is answered. */
  async arrive(call: readonly [action: string, payload: object]): Promise<Served> {
    const began = performance.now();
    let failedDials = 0;
    while (!(await this.dial())) {
      failedDials += 1;
      await wait(REDIAL_MS);
    }
    const connectedMs = performance.now() - began;
    await this.call(...call);
    return { connectedMs, servedMs: performance.now() - began, failedDials };
  }

  /** Resolves when it is answered; rejects on anything but a CALLRESULT. */
  call(action: string, payload: object): Promise<void> {
    const { socket } = this;
    if (socket === null) return Promise.reject(new Error('It is not connected.'));
    this.sent += 1;
    return new Promise((resolve, reject) => {
      socket.once('message', (data: Buffer) => {
        const text = data.toString('utf8');
        if (text.startsWith('[3')) resolve();
        else reject(new Error(`${action} was answered with ${text}`));
      });
      socket.once('close', (code) => reject(new Error(`${action} was not answered: closed with ${code}`)));
      socket.send(JSON.stringify([2, String(this.sent), action, payload]));
    });
  }

  /** Breaks the connection without a word. */
  drop(): void {
    this.socket?.terminate();
    this.socket = null;
  }

  private dial(): Promise<boolean> {
    const socket = new WebSocket(this.address, ['ocpp1.6'], { perMessageDeflate: false });
    return new Promise((resolve) => {
      socket.once('open', () => {
        this.socket = socket;
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
  }
}
