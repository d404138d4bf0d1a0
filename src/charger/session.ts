import * as z from 'zod';
import { inOneByte } from './trace.ts';

/**
 * What a socket carries through hibernation (at most 16 KB). Last seen lives here, not in a row: a heartbeat then
 * writes nothing. It outlives the code that wrote it: a new field has a default. Times in ms since the epoch.
 */
const Session = z.object({
  connectionId: z.string(),
  connectedAt: z.int(),
  lastMessageAt: z.int(),
  /** Bad frames since the last good one. */
  badFrames: z.int(),
  /** Flags counted here and not yet in their table. */
  flags: z.record(z.string(), z.int()),
  flagsWrittenAt: z.int(),
  /** How far the charger's clock is ahead, as it was last seen. */
  clock: z.object({ skewMs: z.number(), seenAt: z.int() }).nullable(),
  /** The latest frames, not yet in their table; see trace.ts. */
  trace: z.string(),
  /** When what has aged was last swept; see ageing.ts. */
  sweptAt: z.int().default(0),
});
export type Session = z.infer<typeof Session>;

/** The sessions of a charger's sockets. Changes are kept in memory while an event is handled and saved at its end. */
export class Sessions {
  private held: { socket: WebSocket; session: Session; isChanged: boolean } | null = null;

  read(socket: WebSocket): Session {
    if (this.held?.socket === socket) return this.held.session;
    this.save();
    const session = Session.parse(socket.deserializeAttachment());
    this.held = { socket, session, isChanged: false };
    return session;
  }

  write(socket: WebSocket, session: Session): void {
    if (this.held?.socket !== socket) this.save();
    this.held = { socket, session, isChanged: true };
  }

  /** Hands what has changed to the platform, which keeps it with the socket. */
  save(): void {
    const { held } = this;
    if (held?.isChanged !== true) return;
    held.isChanged = false;
    try {
      held.socket.serializeAttachment(held.session);
    } catch {
      // Too large: part of a frame, plain as it is, came out of a text that V8 stores with two bytes a character.
      held.session = { ...held.session, trace: inOneByte(held.session.trace) };
      held.socket.serializeAttachment(held.session);
    }
  }
}

/** The session of a new connection. `trace` is what the one before it left. */
export function newSession(connectionId: string, trace: string, now: number): Session {
  return {
    connectionId,
    connectedAt: now,
    lastMessageAt: now,
    badFrames: 0,
    flags: {},
    flagsWrittenAt: now,
    clock: null,
    trace,
    sweptAt: 0,
  };
}
