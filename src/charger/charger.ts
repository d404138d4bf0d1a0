import { DurableObject } from 'cloudflare:workers';
import type {
  ChargerDescription,
  ChargerPresence,
  ChargerRpc,
  CommandBody,
  CommandResult,
  ConnectorBody,
  CredentialDigest,
  MeterValueBody,
  OrphanStopBody,
  Removal,
  RemoteStartInput,
  TracedFrame,
  TraceQuery,
} from '../contracts/charger-rpc.ts';
import type { TransactionBody } from '../contracts/transaction-body.ts';
import { changeRegistration, type Registration, type RegistrationChange } from '../domain/registration.ts';
import type { Env } from '../env.ts';
import { newId } from '../lib/ids.ts';
import { Alarm } from './alarm.ts';
import { describeCharger, describeConnectors, describePresence } from './describe.ts';
import { endByEstimate } from './end-by-estimate.ts';
import { acceptance } from './handshake.ts';
import { commandsOf, meterValuesOf, messagesOf, orphanStopsOf } from './history.ts';
import { assembleParts, type Parts } from './parts.ts';
import { remoteStart, remoteStop } from './remote-commands.ts';
import { hasTables, migrate } from './schema.ts';
import { facts } from './store/facts.ts';
import { readOutbox } from './store/outbox.ts';
import { readTransactionsById } from './store/transactions.ts';
import { toTransactionBody } from './transaction-body.ts';
import { windUp } from './wind-up.ts';

/** If the delivery of an event is cut off, the alarm makes up for it after this time. */
const DELIVERY_FALLBACK_MS = 30_000;
/** What the log did not take is tried again after this time; an alarm overdue by as much is stuck. */
const RETRY_MS = 60_000;

/**
 * One charger: owner of its socket, connectors, transactions and commands. Named by the folded chargeBoxId; empty, and
 * without a table, until its registration provisions it. This class only wires: protocol and decisions are elsewhere.
 */
export class Charger extends DurableObject<Env> implements ChargerRpc {
  private readonly sql: SqlStorage;
  private registration: Registration | null = null;
  private alarmClock: Alarm;
  private parts: Parts;

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
    const { commands, connections, inbound, sessions } = this.parts;
    commands.loseConnection(now);
    const { client, server } = connections.open(newId('cnn'), now);
    inbound.noteFlags(server, admission.flags);
    sessions.save();
    this.deliverSoon();
    return acceptance(client, admission.subprotocol);
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    const { connections, inbound, sessions } = this.parts;
    if (this.registration === null || !connections.isCurrent(socket)) return;
    try {
      await inbound.receive(socket, message, Date.now());
    } finally {
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
    this.parts.commands.expire(now);
    const due = this.parts.commands.nextDue();
    if (due !== null) this.alarmClock.arm(due);
    if (!(await this.parts.delivery.deliver())) this.alarmClock.arm(now + RETRY_MS);
  }

  provision(registration: Registration, credential: CredentialDigest | null): Promise<boolean> {
    if (this.registration !== null && this.registration.chargerId !== registration.chargerId) {
      return Promise.resolve(false);
    }
    migrate(this.ctx.storage);
    this.ctx.storage.transactionSync(() => {
      facts.registration.write(this.sql, registration);
      if (credential === null) facts.credential.delete(this.sql);
      else facts.credential.write(this.sql, credential);
    });
    this.registration = registration;
    return Promise.resolve(true);
  }

  amend(
    accountId: string,
    change: RegistrationChange,
    credential?: CredentialDigest | null,
  ): Promise<Registration | null> {
    return this.owned(accountId, (registration) => {
      const changed = changeRegistration(registration, change);
      this.ctx.storage.transactionSync(() => {
        facts.registration.write(this.sql, changed);
        if (credential === null) facts.credential.delete(this.sql);
        else if (credential !== undefined) facts.credential.write(this.sql, credential);
      });
      this.registration = changed;
      if (!changed.enabled) this.disconnect('disabled');
      return changed;
    });
  }

  async remove(accountId: string): Promise<Removal | 'logUnavailable' | null> {
    if (this.registration?.accountId !== accountId) return null;
    const removal = await windUp({
      storage: this.ctx.storage,
      registration: () => this.registration,
      delivery: this.parts.delivery,
      isConnected: () => this.parts.connections.current() !== null,
      disconnect: () => this.disconnect('deleted'),
    });
    if (removal === null || removal === 'logUnavailable') return removal;
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
    this.registration = null;
    this.alarmClock = this.newAlarm(null);
    this.parts = this.assemble();
    return removal;
  }

  describe(accountId: string): Promise<ChargerDescription | null> {
    return this.owned(accountId, (registration) =>
      describeCharger(this.sql, registration, this.parts.connections.currentSession(), Date.now()),
    );
  }

  presence(accountId: string): Promise<ChargerPresence | null> {
    return this.owned(accountId, (registration) =>
      describePresence(this.sql, registration, this.parts.connections.currentSession(), Date.now()),
    );
  }

  connectors(accountId: string): Promise<ConnectorBody[] | null> {
    return this.owned(accountId, (registration) => describeConnectors(this.sql, registration, Date.now()));
  }

  transactions(accountId: string, transactionIds: string[]): Promise<TransactionBody[] | null> {
    return this.owned(accountId, (registration) =>
      readTransactionsById(this.sql, transactionIds).map((transaction) =>
        toTransactionBody(this.sql, registration, transaction, Date.now()),
      ),
    );
  }

  meterValues(
    accountId: string,
    transactionId: string,
    intervalSeconds?: number,
  ): Promise<MeterValueBody[] | 'unknownTransaction' | null> {
    return this.owned(accountId, (registration) =>
      meterValuesOf(this.sql, registration, transactionId, intervalSeconds),
    );
  }

  closeTransaction(
    accountId: string,
    transactionId: string,
  ): Promise<TransactionBody | 'unknownTransaction' | 'notRunning' | null> {
    return this.owned(accountId, (registration) => {
      const [transaction] = readTransactionsById(this.sql, [transactionId]);
      if (transaction === undefined) return 'unknownTransaction';
      if (transaction.end !== null) return 'notRunning';
      const [body] = endByEstimate(this.ctx.storage, registration, [transaction], 'operator', Date.now());
      this.deliverSoon();
      return body ?? 'notRunning';
    });
  }

  orphanStops(accountId: string): Promise<OrphanStopBody[] | null> {
    return this.owned(accountId, () => orphanStopsOf(this.sql));
  }

  commands(accountId: string, query: { commandId?: string; limit: number }): Promise<CommandBody[] | null> {
    return this.owned(accountId, (registration) => commandsOf(this.sql, registration, query));
  }

  messages(accountId: string, query: TraceQuery): Promise<TracedFrame[] | null> {
    return this.owned(accountId, (registration) =>
      messagesOf(this.sql, registration, this.parts.connections.currentSession(), query, Date.now()),
    );
  }

  async startTransaction(accountId: string, input: RemoteStartInput): Promise<CommandResult> {
    if (this.registration?.accountId !== accountId) return { kind: 'notFound' };
    return remoteStart(this.commandPorts(this.registration), input);
  }

  async stopTransaction(
    accountId: string,
    transactionId: string,
    timeoutSeconds?: number,
  ): Promise<CommandResult> {
    if (this.registration?.accountId !== accountId) return { kind: 'notFound' };
    return remoteStop(this.commandPorts(this.registration), transactionId, timeoutSeconds);
  }

  private assemble(): Parts {
    return assembleParts({
      ctx: this.ctx,
      env: this.env,
      registration: () => this.registration,
      wakeAt: (at) => this.alarmClock.arm(at),
      deliverSoon: () => this.deliverSoon(),
    });
  }

  /** Brings what is stored in line with what is: after an eviction, a reset, or an update of this code. */
  private wake(): void {
    migrate(this.ctx.storage);
    this.registration = facts.registration.read(this.sql);
    const now = Date.now();
    const isLost = this.parts.connections.reconcile(now);
    if (isLost) this.parts.commands.loseConnection(now);
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

  private newAlarm(armedAt: number | null): Alarm {
    return new Alarm(this.ctx.storage, (promise) => this.ctx.waitUntil(promise), armedAt);
  }

  /** Another account's charger, and one that is not registered, do not exist. */
  private async owned<Answer>(
    accountId: string,
    answer: (registration: Registration) => Answer,
  ): Promise<Answer | null> {
    const { registration } = this;
    return Promise.resolve(registration?.accountId === accountId ? answer(registration) : null);
  }

  private commandPorts(registration: Registration) {
    return {
      sql: this.sql,
      registration,
      isOnline: () => this.parts.connections.current() !== null,
      commands: this.parts.commands,
      now: Date.now(),
    };
  }

  private deliverSoon(): void {
    this.alarmClock.arm(Date.now() + DELIVERY_FALLBACK_MS);
    this.ctx.waitUntil(this.parts.delivery.deliver());
  }

  private endConnection(socket: WebSocket, reason: string): void {
    if (this.registration === null || !this.parts.connections.isCurrent(socket)) return;
    const now = Date.now();
    this.parts.connections.end(socket, reason, now);
    this.parts.commands.loseConnection(now);
    this.deliverSoon();
  }

  /** Closes the charger's connection from here; false when there is none. */
  private disconnect(reason: string): boolean {
    const socket = this.parts.connections.current();
    if (socket === null) return false;
    this.endConnection(socket, reason);
    socket.close(1000, reason);
    return true;
  }
}
