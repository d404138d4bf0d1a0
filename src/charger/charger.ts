import { DurableObject } from 'cloudflare:workers';
import type {
  ChargerDescription,
  ChargerPresence,
  ChargerRpc,
  CommandResult,
  ConnectorBody,
  CredentialDigest,
  Removal,
  RemoteStartInput,
} from '../contracts/charger-rpc.ts';
import type { TransactionBody } from '../contracts/transaction-body.ts';
import { decideHandshake } from '../domain/handshake.ts';
import { changeRegistration, type Registration, type RegistrationChange } from '../domain/registration.ts';
import { type Env, Settings } from '../env.ts';
import { newId } from '../lib/ids.ts';
import { Alarm } from './alarm.ts';
import { describeCharger, describeConnectors, describePresence } from './describe.ts';
import { endOpenTransactions } from './end-open-transactions.ts';
import { acceptance, readHandshake, refusalOf } from './handshake.ts';
import { assembleParts, type Parts } from './parts.ts';
import { remoteStart, remoteStop } from './remote-commands.ts';
import { hasTables, migrate } from './schema.ts';
import { facts } from './store/facts.ts';
import { addEvent } from './store/outbox.ts';
import { readTransactionsById } from './store/transactions.ts';
import { toTransactionBody } from './transaction-body.ts';

/** If the delivery of an event is cut off, the alarm makes up for it after this time. */
const DELIVERY_FALLBACK_MS = 30_000;
const DELIVERY_RETRY_MS = 60_000;

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
    const { registration } = this;
    const credential = registration === null ? null : facts.credential.read(this.sql);
    const identities = [this.ctx.id.name ?? '', registration?.chargeBoxId ?? ''];
    const digestKeys = Settings.shape.DIGEST_KEYS.safeParse(this.env.DIGEST_KEYS).data ?? [];
    const handshake = await readHandshake(request, identities, credential, digestKeys);
    // Read again: it may have been changed or removed while the password was checked.
    const decision = decideHandshake(this.registration, handshake);
    if (decision.kind === 'refused') return refusalOf(decision);
    const now = Date.now();
    this.parts.commands.loseConnection(now);
    const client = this.parts.connections.open(newId('cnn'), now);
    if (decision.subprotocol === null)
      this.parts.inbound.noteFlags([{ name: 'noSubprotocol' }], this.parts.connections.current());
    this.deliverSoon();
    return acceptance(client, decision.subprotocol);
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    if (this.registration === null || !this.parts.connections.isCurrent(socket)) return;
    await this.parts.inbound.receive(socket, message, Date.now());
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
    if (!(await this.parts.delivery.deliver())) this.alarmClock.arm(now + DELIVERY_RETRY_MS);
  }

  async provision(registration: Registration, credential: CredentialDigest | null): Promise<boolean> {
    if (this.registration !== null) return this.registration.chargerId === registration.chargerId;
    migrate(this.ctx.storage);
    this.ctx.storage.transactionSync(() => {
      facts.registration.write(this.sql, registration);
      if (credential !== null) facts.credential.write(this.sql, credential);
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
    if (!(await this.parts.delivery.deliver())) return 'logUnavailable';
    const socketClosed = this.disconnect('deleted');
    const now = Date.now();
    const { chargeBoxId } = this.registration;
    const ended = this.ctx.storage.transactionSync(() => {
      const transactions = endOpenTransactions(this.sql, now);
      for (const transaction of transactions) {
        const data = toTransactionBody(this.sql, chargeBoxId, transaction, now);
        addEvent(this.sql, { event: 'transaction.stopped', data }, now);
      }
      return transactions.map(({ transactionId }) => transactionId);
    });
    if (!(await this.parts.delivery.deliver())) return 'logUnavailable';
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
    this.registration = null;
    this.alarmClock = this.newAlarm(null);
    this.parts = this.assemble();
    return { socketClosed, transactionsEnded: ended };
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
    return this.owned(accountId, ({ chargeBoxId }) =>
      readTransactionsById(this.sql, transactionIds).map((transaction) =>
        toTransactionBody(this.sql, chargeBoxId, transaction, Date.now()),
      ),
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
        this.alarmClock = this.newAlarm(await this.ctx.storage.getAlarm());
        if (isLost) this.deliverSoon();
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
      newCommandId: () => newId('cmd'),
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
