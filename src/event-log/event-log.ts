import { DurableObject } from 'cloudflare:workers';
import type { EventBatch } from '../contracts/charger-event.ts';
import {
  accountOfLog,
  type EventLogRpc,
  type LogState,
  type StatusChange,
} from '../contracts/event-log-rpc.ts';
import type { KnownCharger, Replay } from '../contracts/recovery-rpc.ts';
import { findAccount } from '../d1/accounts.ts';
import { deleteTransactions, findAgedTransactions } from '../d1/aged-transactions.ts';
import { DatabaseUnavailable, writeRows } from '../d1/database.ts';
import { projectEvents } from '../d1/projection.ts';
import { dropAgedRefusals } from '../d1/refused-connections.ts';
import type { Keeping } from '../domain/retention.ts';
import type { Env } from '../env.ts';
import { within } from '../lib/within.ts';
import { Ageing } from './ageing.ts';
import { eraseEvents } from './erase.ts';
import { Intake } from './intake.ts';
import { type ProjectedDatabase, Projection } from './projection.ts';
import { replayEvents } from './recovery.ts';
import { migrate } from './schema.ts';
import { readCursor, writeCursor } from './store/cursors.ts';
import { readStatusChanges } from './store/events.ts';
import { readGaps } from './store/gaps.ts';
import { addSource, readSources } from './store/sources.ts';

/** Events carried into D1 at once. */
const PROJECTION_BATCH = 50;
/** How long a delivery waits for its projection: a slow D1 keeps no charger's object awake. */
const PROJECTION_MS = 1_000;
/** If D1 did not take a projection, the alarm makes up for it after this time. */
const RETRY_MS = 10_000;
/** An alarm overdue by so much is stuck and goes off no more. */
const STUCK_MS = 60_000;
/** So many gaps are told. */
const GAPS_TOLD = 100;

/**
 * An account's events in one order: chargers append, D1 is its projection. Named `account:shard`.
 */
export class EventLog extends DurableObject<Env> implements EventLogRpc {
  private readonly sql: SqlStorage;
  private readonly intake: Intake;
  private readonly projection: Projection;
  private readonly database: ProjectedDatabase;
  private readonly ageing: Ageing;
  private isAlarmArmed = true;
  /** The projection's cursor; null until it is read. */
  private projectedNumber: number | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    const accountId = accountOfLog(ctx.id.name);
    this.database = {
      project: (batches) => projectEvents(env.DB, accountId, batches),
      isUnavailable: (error) => error instanceof DatabaseUnavailable,
    };
    this.intake = new Intake(ctx.storage);
    this.projection = new Projection({
      ...this.database,
      read: (after) => this.intake.read(after, PROJECTION_BATCH),
      cursor: () => this.projected(),
      advance: (number) => {
        writeCursor(this.sql, 'projection', number);
        this.projectedNumber = number;
        this.intake.release(number);
      },
    });
    this.ageing = new Ageing({
      storage: ctx.storage,
      accountId,
      bucket: () => env.UPLOADS,
      findKeeping: async () => {
        const account = await findAccount(env.DB, accountId);
        return account === null ? null : { retention: account.retention, export: account.export };
      },
      dropRefusals: (before) => writeRows(env.DB, [dropAgedRefusals(accountId, before)]),
      findAged: (before, limit) => findAgedTransactions(env.DB, accountId, before, limit),
      deleteAged: (transactionIds) => deleteTransactions(env.DB, accountId, transactionIds),
    });
    ctx.waitUntil(
      ctx.blockConcurrencyWhile(async () => {
        migrate(ctx.storage);
        const armedAt = await ctx.storage.getAlarm();
        this.isAlarmArmed = armedAt !== null && armedAt > Date.now() - STUCK_MS;
        // Cut off behind an append, it may have been left without anybody who delivers again.
        if (this.projected() < this.intake.lastNumber()) ctx.waitUntil(this.project());
      }),
    );
  }

  async append(batch: EventBatch): Promise<{ through: number }> {
    const { chargerId, chargeBoxId } = batch;
    const { gaps, through } = this.intake.take(batch, Date.now());
    for (const gap of gaps) {
      console.error({
        message: 'events of a charger are missing in the log',
        chargeBoxId,
        chargerId,
        ...gap,
      });
    }
    // Whoever has no answer delivers again: an alarm, which is billed, is only for what D1 did not take in time.
    const projected = this.projection.run();
    this.ctx.waitUntil(projected);
    if (!(await within(PROJECTION_MS, projected, false))) this.arm(RETRY_MS);
    const now = Date.now();
    if (this.ageing.isDue(now)) this.ctx.waitUntil(this.ageing.sweep(now));
    return { through };
  }

  connectorHistory(chargerId: string, connectorId: number, limit: number): Promise<StatusChange[]> {
    return Promise.resolve(readStatusChanges(this.sql, chargerId, connectorId, limit));
  }

  state(): Promise<LogState> {
    return Promise.resolve({
      last: this.intake.lastNumber(),
      projected: this.projected(),
      gaps: readGaps(this.sql, GAPS_TOLD),
    });
  }

  introduce(charger: KnownCharger): Promise<void> {
    addSource(this.sql, charger);
    return Promise.resolve();
  }

  knownChargers(after: string, limit: number): Promise<KnownCharger[]> {
    return Promise.resolve(readSources(this.sql, after, limit));
  }

  replay(query: Parameters<EventLogRpc['replay']>[0]): Promise<Replay> {
    return replayEvents(this.sql, query, this.database);
  }

  keeping(): Promise<Keeping | null> {
    return this.ageing.current();
  }

  eraseIdTag(idTag: string, after: number): Promise<{ events: number; next: number | null }> {
    this.intake.forget();
    return Promise.resolve(eraseEvents(this.ctx.storage, idTag, after));
  }

  keep(keeping: Keeping): Promise<void> {
    this.ageing.keep(keeping);
    this.ctx.waitUntil(this.ageing.sweep(Date.now()));
    return Promise.resolve();
  }

  /** Makes up for a projection that D1 did not take. */
  override async alarm(): Promise<void> {
    this.isAlarmArmed = false;
    await this.project();
  }

  private projected(): number {
    this.projectedNumber ??= readCursor(this.sql, 'projection');
    return this.projectedNumber;
  }

  private async project(): Promise<void> {
    if (!(await this.projection.run())) this.arm(RETRY_MS);
  }

  private arm(delayMs: number): void {
    if (this.isAlarmArmed) return;
    this.isAlarmArmed = true;
    this.ctx.waitUntil(this.ctx.storage.setAlarm(Date.now() + delayMs));
  }
}
