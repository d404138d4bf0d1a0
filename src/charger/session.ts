import * as z from 'zod';

/**
 * What a socket carries through hibernation (at most 16 KB). Last seen lives here, not in a row: a heartbeat then
 * writes nothing.
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
});
export type Session = z.infer<typeof Session>;

export function readSession(socket: WebSocket): Session {
  return Session.parse(socket.deserializeAttachment());
}

export function writeSession(socket: WebSocket, session: Session): void {
  socket.serializeAttachment(session);
}
