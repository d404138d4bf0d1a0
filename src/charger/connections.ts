import type { ChargerEventBody } from '../contracts/charger-event.ts';
import { toIsoTime } from '../lib/time.ts';
import { writeTally } from './flag-tally.ts';
import { readSession, type Session, writeSession } from './session.ts';
import { facts } from './store/facts.ts';

/** Codes that say how a connection ended and must not be sent (RFC 6455 7.4.1). */
const RESERVED_CLOSE_CODES = new Set([1005, 1006, 1015]);

/**
 * The sockets of a charger. The newest one counts: power and mobile networks leave dead ones behind for minutes, and a
 * charger that cannot come back is a van and a technician. What an old one still says is not heard.
 */
export class Connections {
  private readonly ctx: DurableObjectState;
  private readonly record: (event: ChargerEventBody, at: number) => void;
  private connectionId: string | null | undefined;

  constructor(ctx: DurableObjectState, record: (event: ChargerEventBody, at: number) => void) {
    this.ctx = ctx;
    this.record = record;
  }

  /** Takes a new socket in place of all others, and gives its other end. */
  open(connectionId: string, now: number): WebSocket {
    const { 0: client, 1: server } = new WebSocketPair();
    const older = this.ctx.getWebSockets();
    const isReplacement = this.current() !== null;
    this.ctx.acceptWebSocket(server, [connectionId]);
    writeSession(server, {
      connectionId,
      connectedAt: now,
      lastMessageAt: now,
      badFrames: 0,
      flags: {},
      flagsWrittenAt: now,
    });
    this.ctx.storage.transactionSync(() => {
      facts.connection.write(this.ctx.storage.sql, { connectionId, connectedAt: now, lastSeenAt: now });
      // Replaced, it has been connected all the while.
      if (!isReplacement) this.record({ event: 'charger.connected', data: {} }, now);
    });
    this.connectionId = connectionId;
    for (const socket of older) close(socket, 1000, 'replaced');
    return client;
  }

  /** The socket that counts, if it is open. */
  current(): WebSocket | null {
    const connectionId = this.storedConnectionId();
    if (connectionId === null) return null;
    return (
      this.ctx.getWebSockets(connectionId).find((socket) => socket.readyState === WebSocket.OPEN) ?? null
    );
  }

  currentSession(): Session | null {
    const socket = this.current();
    return socket === null ? null : readSession(socket);
  }

  isCurrent(socket: WebSocket): boolean {
    return readSession(socket).connectionId === this.storedConnectionId();
  }

  /** False when there is no connection to send it by. */
  send(frame: string): boolean {
    const socket = this.current();
    socket?.send(frame);
    return socket !== null;
  }

  /** The connection that counts has ended. */
  end(socket: WebSocket, reason: string, now: number): void {
    const session = readSession(socket);
    this.ctx.storage.transactionSync(() => {
      writeTally(this.ctx.storage.sql, session, now);
      this.writeEnd(session.lastMessageAt, reason, now);
    });
    this.connectionId = null;
  }

  /** Answers a close, as the platform asks of hibernating sockets; else the charger waits for it. */
  reciprocate(socket: WebSocket, code: number): void {
    close(socket, RESERVED_CLOSE_CODES.has(code) ? 1000 : code, '');
  }

  /**
   * After waking: a connection that is stored but has no socket was lost with the object's host, which tells nobody.
   *
   * @returns whether that was so
   */
  reconcile(now: number): boolean {
    const connection = facts.connection.read(this.ctx.storage.sql);
    if (connection === null || connection.connectionId === null || this.current() !== null) return false;
    this.ctx.storage.transactionSync(() =>
      this.writeEnd(connection.lastSeenAt, 'lost with the host of this object', now),
    );
    this.connectionId = null;
    return true;
  }

  private writeEnd(lastSeenAt: number | null, reason: string, now: number): void {
    facts.connection.write(this.ctx.storage.sql, { connectionId: null, connectedAt: null, lastSeenAt });
    const lastSeen = lastSeenAt === null ? null : toIsoTime(lastSeenAt);
    this.record({ event: 'charger.disconnected', data: { reason, lastSeenAt: lastSeen } }, now);
  }

  private storedConnectionId(): string | null {
    if (this.connectionId === undefined) {
      this.connectionId = facts.connection.read(this.ctx.storage.sql)?.connectionId ?? null;
    }
    return this.connectionId;
  }
}

function close(socket: WebSocket, code: number, reason: string): void {
  try {
    socket.close(code, reason);
  } catch {
    // It is closed already, or the code is one that only the other side may use: nothing is left to close.
  }
}
