import type { ChargerSettings } from '../domain/registration.ts';
import type { Sessions } from './session.ts';
import { addTracePack } from './store/trace.ts';
import { addFrame } from './trace.ts';

interface WirePorts {
  sql: SqlStorage;
  sessions: Sessions;
  settings: () => ChargerSettings;
}

/** What goes over a charger's sockets, traced in both directions. */
export class Wire {
  private readonly ports: WirePorts;

  constructor(ports: WirePorts) {
    this.ports = ports;
  }

  received(socket: WebSocket, text: string, now: number): void {
    this.trace(socket, { at: now, direction: 'fromChargePoint', text });
  }

  /** A charger that has gone meanwhile sends its call again when it is back, and gets the same answer. */
  send(socket: WebSocket, text: string, now: number): void {
    if (socket.readyState !== WebSocket.OPEN) return;
    try {
      socket.send(text);
    } catch (error) {
      console.warn({ message: 'a frame could not be sent', error: String(error) });
      return;
    }
    this.trace(socket, { at: now, direction: 'fromCentralSystem', text });
  }

  private trace(socket: WebSocket, frame: Parameters<typeof addFrame>[1]): void {
    const { sql, sessions, settings } = this.ports;
    const { traceFrames, traceDays } = settings();
    if (traceFrames === 0) return;
    const session = sessions.read(socket);
    const { waiting, frames, full } = addFrame(session.trace, frame);
    sessions.write(socket, { ...session, trace: waiting });
    if (full !== null) {
      addTracePack(sql, { at: frame.at, frames, data: full }, { frames: traceFrames, days: traceDays });
    }
  }
}
