import type { ChargerEventBody } from '../contracts/charger-event.ts';
import { toIsoTime } from '../lib/time.ts';
import { writeTally } from './flag-tally.ts';
import { newSession, type Session, type Sessions } from './session.ts';
import { facts } from './store/facts.ts';

/** Codes that say how a connection ended and must not be sent (RFC 6455 7.4.1). */
const RESERVED_CLOSE_CODES = new Set([1005, 1006, 1015]);

/** How long a new connection is left in peace while the charger says nothing. */
const QUIET_MS = 5_000;

/**
 * The sockets of a charger. The newest one counts: power and mobile networks leave dead ones behind for minutes, and a
 * charger that cannot come back is a van and a technician. What an old one still says is not heard.
 */
export class Connections {
  private readonly ctx: DurableObjectState;
  private readonly record: (event: ChargerEventBody, at: number) => void;
  private readonly sessions: Sessions;
  private connectionId: string | null | undefined;

  constructor(
    ctx: DurableObjectState,
    sessions: Sessions,
    record: (event: ChargerEventBody, at: number) => void,
  ) {
    this.ctx = ctx;
    this.sessions = sessions;
    this.record = record;
  }

  /** Takes a new socket in place of all others. */
  open(connectionId: string, now: number): { client: WebSocket; server: WebSocket } {
    const { 0: client, 1: server } = new WebSocketPair();
    const older = this.ctx.getWebSockets();
    const replaced = this.currentSession();
    const trace = replaced?.trace ?? facts.connection.read(this.ctx.storage.sql)?.trace ?? '';
    this.ctx.acceptWebSocket(server, [connectionId]);
    this.sessions.write(server, newSession(connectionId, trace, now));
    this.ctx.storage.transactionSync(() => {
      const { sql } = this.ctx.storage;
      if (replaced !== null) writeTally(sql, replaced, now);
      facts.connection.write(sql, { connectionId, lastSeenAt: now, trace: '', clock: null });
      // Replaced, it has been connected all the while.
      if (replaced === null) this.record({ event: 'charger.connected', data: {} }, now);
    });
    this.connectionId = connectionId;
    for (const socket of older) close(socket, 1000, 'replaced');
    return { client, server };
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
    return socket === null ? null : this.sessions.read(socket);
  }

  /**
   * Until when a new connection is left in peace: chargers that are called before their boot was answered run in circles
   * (field: several). A charger that has said anything may be called; one that says nothing, after a while.
   */
  quietUntil(now: number): number | null {
    const session = this.currentSession();
    if (session === null || session.lastMessageAt > session.connectedAt) return null;
    const until = session.connectedAt + QUIET_MS;
    return until > now ? until : null;
  }

  isCurrent(socket: WebSocket): boolean {
    return this.sessions.read(socket).connectionId === this.storedConnectionId();
  }

  /** The connection that counts has ended. */
  end(socket: WebSocket, reason: string, now: number): void {
    const session = this.sessions.read(socket);
    this.ctx.storage.transactionSync(() => {
      writeTally(this.ctx.storage.sql, session, now);
      this.writeEnd(session, reason, now);
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
    this.ctx.storage.transactionSync(() => {
      const { lastSeenAt, trace, clock } = connection;
      this.writeEnd({ lastMessageAt: lastSeenAt, trace, clock }, 'lost with the host of this object', now);
    });
    this.connectionId = null;
    return true;
  }

  private writeEnd(
    { lastMessageAt, trace, clock }: { lastMessageAt: number | null; trace: string; clock: Session['clock'] },
    reason: string,
    now: number,
  ): void {
    const connection = { connectionId: null, lastSeenAt: lastMessageAt, trace, clock };
    facts.connection.write(this.ctx.storage.sql, connection);
    const lastSeenAt = lastMessageAt === null ? null : toIsoTime(lastMessageAt);
    this.record({ event: 'charger.disconnected', data: { reason, lastSeenAt } }, now);
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
