import { assertNever } from '../lib/assert-never.ts';
import type { Flag } from '../domain/flag.ts';
import { callErrorFrame, parseFrame } from '../ocpp/frame.ts';
import type { Tolerance } from '../ocpp/tolerance.ts';
import type { Commands } from './commands.ts';
import { tallyFlags } from './flag-tally.ts';
import type { IncomingCalls } from './incoming-calls.ts';
import { readSession, writeSession } from './session.ts';

/** Larger frames close the connection with 1009; a stored row holds 2 MB. */
const LARGEST_FRAME_BYTES = 1024 * 1024;

/** So many bad frames in a row are no charger any more. */
const MOST_BAD_FRAMES = 50;

interface InboundPorts {
  sql: SqlStorage;
  calls: IncomingCalls;
  commands: Commands;
}

/** What comes in on the connection that counts: a bad frame is counted and shown, and does not close it. */
export class Inbound {
  private readonly ports: InboundPorts;
  private socket: WebSocket | null = null;

  constructor(ports: InboundPorts) {
    this.ports = ports;
  }

  /** Takes one frame; a promise only where a call has to wait for a look-up. */
  receive(socket: WebSocket, message: string | ArrayBuffer, now: number): Promise<void> | undefined {
    this.socket = socket;
    const text = typeof message === 'string' ? message : decode(message);
    if (isTooLarge(message)) {
      this.noteFlags([{ name: 'badFrame', example: 'larger than 1 MiB' }]);
      socket.close(1009, 'frame larger than 1 MiB');
      return undefined;
    }
    if (text === null) {
      this.noteBadFrame(socket, 'binary, and not UTF-8', now);
      return undefined;
    }
    const frame = parseFrame(text);
    if (frame.kind === 'bad') {
      this.noteBadFrame(socket, `${frame.reason}: ${text}`, now);
      return undefined;
    }
    writeSession(socket, { ...readSession(socket), lastMessageAt: now, badFrames: 0 });
    if (typeof message !== 'string') this.noteFlags([{ name: 'binaryFrame' }]);
    switch (frame.kind) {
      case 'call':
        this.noteFlags(frame.tolerances.map(toFlag));
        return this.ports.calls.serve({
          id: frame.id,
          action: frame.action,
          payload: frame.payload,
          text,
          receivedAt: now,
          reply: (reply) => send(socket, reply),
        });
      case 'invalidCall':
        send(socket, callErrorFrame(frame.id, frame.error));
        this.noteFlags([{ name: 'refusedCall', example: frame.error.description.slice(0, 120) }]);
        return undefined;
      case 'callResult':
        this.noteFlags([
          ...frame.tolerances.map(toFlag),
          ...this.ports.commands.answer(frame.id, frame.payload, now),
        ]);
        return undefined;
      case 'callError':
        this.noteFlags([...frame.tolerances.map(toFlag), ...this.ports.commands.fail(frame.id, frame, now)]);
        return undefined;
      case 'ignored':
        return undefined;
      default:
        return assertNever(frame);
    }
  }

  /** Counts what was odd, on the socket that it came by. */
  noteFlags(flags: readonly Flag[], socket: WebSocket | null = this.socket): void {
    if (flags.length === 0 || socket === null) return;
    const session = readSession(socket);
    writeSession(socket, tallyFlags(this.ports.sql, session, flags, session.lastMessageAt));
  }

  private noteBadFrame(socket: WebSocket, example: string, now: number): void {
    const session = readSession(socket);
    const badFrames = session.badFrames + 1;
    writeSession(socket, { ...session, lastMessageAt: now, badFrames });
    this.noteFlags([{ name: 'badFrame', example: example.slice(0, 120) }], socket);
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

function toFlag({ name, field, example }: Tolerance): Flag {
  const shown = [field, example].filter((part) => part !== undefined).join(': ');
  return shown === '' ? { name } : { name, example: shown.slice(0, 120) };
}

function send(socket: WebSocket, frame: string): void {
  try {
    socket.send(frame);
  } catch {
    // The charger has gone meanwhile: it sends its call again when it is back, and gets the same answer.
  }
}
