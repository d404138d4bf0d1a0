import { DurableObject } from 'cloudflare:workers';
import { changeRegistration, type Registration, type RegistrationChange } from '../domain/registration.ts';
import type { Env } from '../env.ts';
import { newId } from '../lib/ids.ts';
import { Alarm } from './alarm.ts';
import { acceptance } from './handshake.ts';
import { assembleParts, type Parts } from './parts.ts';
import { endReservations, nextReservationEnd } from './reservations.ts';
import { hasTables, migrate } from './schema.ts';
import { facts } from './store/facts.ts';
import { readOutbox } from './store/outbox.ts';

/** If the delivery of an event is cut off, the alarm makes up for it after this time. */
const DELIVERY_FALLBACK_MS = 30_000;
/** What the log did not take is tried again after this time; an alarm overdue by as much is stuck. */
const RETRY_MS = 60_000;

/**
 * The life of a charger's object: its sockets, its alarm, its waking. It only wires: protocol and decisions are
 * elsewhere, and what it offers to the edge is in charger.ts.
 */
export abstract class ChargerActor extends DurableObject<Env> {
  protected readonly sql: SqlStorage;
  protected registration: Registration | null = null;
  protected parts: Parts;
  private alarmClock: Alarm;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    this.alarmClock = this.newAlarm(null);
    this.parts = this.assemble();
    if (hasTables(this.sql)) this.wake();
  }

  /** Handshake of the charger: refused by HTTP, or accepted in place of any older connection. */
  override async fetch(request: Request): Promise<Response> {
    const admission = await this.parts.gate.admit(request, Date.now());
    if (admission.kind === 'refused') return admission.response;
    const now = Date.now();
    const { queue, connections, inbound, sessions } = this.parts;
    queue.loseConnection(now);
    const { client, server } = connections.open(newId('cnn'), now);
    inbound.noteFlags(server, admission.flags);
    sessions.save();
    this.deliverSoon();
    return acceptance(client, admission.subprotocol);
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    const { ageing, connections, inbound, sessions } = this.parts;
    if (this.registration === null) return;
    const now = Date.now();
    if (!connections.isCurrent(socket)) {
      inbound.receiveFromReplaced(message, now);
      return;
    }
    try {
      await inbound.receive(socket, message, now);
    } finally {
      ageing.touch(socket, now);
      sessions.save();
    }
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    this.parts.connections.reciprocate(socket, code);
    this.endConnection(socket, `closed ${code}`);
  }

  override webSocketError(socket: WebSocket, error: unknown): void {
    this.endConnection(socket, `failed: ${String(error)}`.slice(0, 120));
  }

  /** Makes up for what was cut off: overdue commands, undelivered events. */
  override async alarm(): Promise<void> {
    this.alarmClock.fired();
    if (this.registration === null) return;
    const now = Date.now();
    this.parts.queue.expire(now);
    this.parts.queue.sendNext(now);
    this.parts.commit(() => ({ events: endReservations(this.sql, now) }), now);
    for (const due of [this.parts.queue.nextDue(), nextReservationEnd(this.sql)]) {
      if (due !== null) this.alarmClock.arm(due);
    }
    if (!(await this.parts.delivery.deliver())) this.alarmClock.arm(now + RETRY_MS);
  }

  private assemble(): Parts {
    return assembleParts({
      ctx: this.ctx,
      env: this.env,
      registration: () => this.registration,
      wakeAt: (at) => this.alarmClock.arm(at),
      deliverSoon: () => this.deliverSoon(),
      amend: (change) => this.changeRegistration(change),
    });
  }

  /** Brings what is stored in line with what is: after an eviction, a reset, or an update of this code. */
  private wake(): void {
    migrate(this.ctx.storage);
    this.registration = facts.registration.read(this.sql);
    const now = Date.now();
    const isLost = this.parts.connections.reconcile(now);
    if (isLost) this.parts.queue.loseConnection(now);
    this.ctx.waitUntil(
      this.ctx.blockConcurrencyWhile(async () => {
        const armedAt = await this.ctx.storage.getAlarm();
        const isStuck = armedAt !== null && armedAt < now - RETRY_MS;
        this.alarmClock = this.newAlarm(isStuck ? null : armedAt);
        const isForgotten = armedAt === null && readOutbox(this.sql, 0).length > 0;
        if (isLost || isStuck || isForgotten) this.deliverSoon();
      }),
    );
  }

  /** Keeps what has changed of the registration; a charger that is disabled now is sent away. */
  protected changeRegistration(change: RegistrationChange): void {
    if (this.registration === null) return;
    const changed = changeRegistration(this.registration, change);
    facts.registration.write(this.sql, changed);
    this.registration = changed;
    if (!changed.enabled) this.disconnect('disabled');
  }

  /** The object is empty again: whoever registers this identity next sees nothing of the past. */
  protected async clear(): Promise<void> {
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
    this.registration = null;
    this.alarmClock = this.newAlarm(null);
    this.parts = this.assemble();
  }

  private newAlarm(armedAt: number | null): Alarm {
    return new Alarm(this.ctx.storage, (promise) => this.ctx.waitUntil(promise), armedAt);
  }

  protected deliverSoon(): void {
    this.alarmClock.arm(Date.now() + DELIVERY_FALLBACK_MS);
    this.ctx.waitUntil(this.parts.delivery.deliver());
  }

  private endConnection(socket: WebSocket, reason: string): void {
    if (this.registration === null || !this.parts.connections.isCurrent(socket)) return;
    const now = Date.now();
    this.parts.connections.end(socket, reason, now);
    this.parts.queue.loseConnection(now);
    this.deliverSoon();
  }

  /** Closes the charger's connection from here; false when there is none. */
  protected disconnect(reason: string): boolean {
    const socket = this.parts.connections.current();
    if (socket === null) return false;
    this.endConnection(socket, reason);
    socket.close(1000, reason);
    return true;
  }
}
