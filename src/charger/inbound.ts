import type { ClockSkew } from '../domain/clock-skew.ts';
import type { Flag } from '../domain/flag.ts';
import type { ChargerSettings } from '../domain/registration.ts';
import { assertNever } from '../lib/assert-never.ts';
import { callErrorFrame, parseFrame } from '../ocpp/frame.ts';
import { holdToLetter } from '../ocpp/strict-frame.ts';
import type { CallQueue } from './call-queue.ts';
import { tallyFlags } from './flag-tally.ts';
import type { IncomingCalls } from './incoming-calls.ts';
import type { Sessions } from './session.ts';
import { toFlag } from './to-flag.ts';
import type { Wire } from './wire.ts';

/** Larger frames close the connection with 1009; a stored row holds 2 MB. */
const LARGEST_FRAME_BYTES = 1024 * 1024;

/** So many bad frames in a row are no charger any more. */
const MOST_BAD_FRAMES = 50;

interface InboundPorts {
  sql: SqlStorage;
  sessions: Sessions;
  wire: Wire;
  calls: IncomingCalls;
  queue: CallQueue;
  settings: () => ChargerSettings;
}

/** What comes in on the connection that counts: a bad frame is counted and shown, and does not close it. */
export class Inbound {
  private readonly ports: InboundPorts;

  constructor(ports: InboundPorts) {
    this.ports = ports;
  }

  /** Takes one frame; a promise only where a call has to wait for a look-up. */
  receive(socket: WebSocket, message: string | ArrayBuffer, now: number): Promise<void> | undefined {
    if (isTooLarge(message)) {
      this.noteFlags(socket, [{ name: 'badFrame', example: 'larger than 1 MiB' }]);
      socket.close(1009, 'frame larger than 1 MiB');
      return undefined;
    }
    const text = typeof message === 'string' ? message : decode(message);
    if (text === null) {
      this.noteBadFrame(socket, 'binary, and not UTF-8', now);
      return undefined;
    }
    const { sessions, wire, calls, queue, settings } = this.ports;
    wire.received(socket, text, now);
    const { strict } = settings();
    if (strict && typeof message !== 'string') {
      this.noteBadFrame(socket, `binary: ${text}`, now);
      return undefined;
    }
    const frame = strict ? holdToLetter(parseFrame(text)) : parseFrame(text);
    if (frame.kind === 'bad') {
      this.noteBadFrame(socket, `${frame.reason}: ${text}`, now);
      return undefined;
    }
    sessions.write(socket, { ...sessions.read(socket), lastMessageAt: now, badFrames: 0 });
    if (typeof message !== 'string') this.noteFlags(socket, [{ name: 'binaryFrame' }]);
    switch (frame.kind) {
      case 'call':
        this.noteFlags(socket, frame.tolerances.map(toFlag));
        return calls.serve({
          id: frame.id,
          action: frame.action,
          payload: frame.payload,
          text,
          receivedAt: now,
          connectionId: sessions.read(socket).connectionId,
          reply: (reply) => wire.send(socket, reply, now),
          note: (flags, clock) => {
            this.noteFlags(socket, flags);
            if (clock !== null) this.noteClock(socket, clock);
          },
          clock: () => sessions.read(socket).clock,
        });
      case 'invalidCall':
        wire.send(socket, callErrorFrame(frame.id, frame.error), now);
        this.noteFlags(socket, [{ name: 'refusedCall', example: frame.error.description.slice(0, 120) }]);
        return undefined;
      case 'callResult':
        this.noteFlags(socket, [
          ...frame.tolerances.map(toFlag),
          ...queue.answer(frame.id, frame.payload, now),
        ]);
        return undefined;
      case 'callError':
        this.noteFlags(socket, [...frame.tolerances.map(toFlag), ...queue.fail(frame.id, frame, now)]);
        return undefined;
      case 'ignored':
        return undefined;
      default:
        return assertNever(frame);
    }
  }

  /**
   * Takes what still comes by a connection that another one has replaced: only answers count. A charger that redials at
   * once, as after a new password (white paper A01), may be faster than its own last frame.
   */
  receiveFromReplaced(message: string | ArrayBuffer, now: number): void {
    const frame = typeof message === 'string' && !isTooLarge(message) ? parseFrame(message) : null;
    if (frame?.kind === 'callResult') this.ports.queue.answer(frame.id, frame.payload, now);
    else if (frame?.kind === 'callError') this.ports.queue.fail(frame.id, frame, now);
  }

  /** Counts what was odd, with the socket that it came by. */
  noteFlags(socket: WebSocket, flags: readonly Flag[]): void {
    if (flags.length === 0) return;
    const { sql, sessions } = this.ports;
    const session = sessions.read(socket);
    sessions.write(socket, tallyFlags(sql, session, flags, session.lastMessageAt));
  }

  private noteClock(socket: WebSocket, clock: ClockSkew): void {
    const { sessions } = this.ports;
    sessions.write(socket, { ...sessions.read(socket), clock });
  }

  private noteBadFrame(socket: WebSocket, example: string, now: number): void {
    const { sessions } = this.ports;
    const session = sessions.read(socket);
    const badFrames = session.badFrames + 1;
    sessions.write(socket, { ...session, lastMessageAt: now, badFrames });
    this.noteFlags(socket, [{ name: 'badFrame', example: example.slice(0, 120) }]);
    if (badFrames >= MOST_BAD_FRAMES) socket.close(1002, `${MOST_BAD_FRAMES} bad frames in a row`);
  }
}

function decode(message: ArrayBuffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(message);
  } catch {
    return null;
  }
}

function isTooLarge(message: string | ArrayBuffer): boolean {
  if (typeof message !== 'string') return message.byteLength > LARGEST_FRAME_BYTES;
  // A character takes at most three bytes for each of its UTF-16 units: short texts need no counting.
  if (message.length * 3 <= LARGEST_FRAME_BYTES) return false;
  return new TextEncoder().encode(message).byteLength > LARGEST_FRAME_BYTES;
}
