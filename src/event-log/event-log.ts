import { DurableObject } from 'cloudflare:workers';
import type { EventBatch } from '../contracts/charger-event.ts';
import { accountOfLog, type EventLogRpc, type StatusChange } from '../contracts/event-log-rpc.ts';
import { DatabaseUnavailable } from '../d1/database.ts';
import { projectEvents } from '../d1/projection.ts';
import type { Env } from '../env.ts';
import { within } from '../lib/within.ts';
import { Projection } from './projection.ts';
import { migrate } from './schema.ts';
import { readCursor, writeCursor } from './store/cursors.ts';
import { addEvents, readEvents, readStatusChanges } from './store/events.ts';
import { readThrough, writeThrough } from './store/sources.ts';

/** Events carried into D1 at once. */
const PROJECTION_BATCH = 50;
/** How long a delivery waits for its projection: a slow D1 keeps no charger's object awake. */
const PROJECTION_MS = 1_000;
/** If D1 did not take a projection, the alarm makes up for it after this time. */
const RETRY_MS = 10_000;

/**
 * An account's events in one order: chargers append, D1 is its projection. Named `account:shard`.
 */
export class EventLog extends DurableObject<Env> implements EventLogRpc {
  private readonly sql: SqlStorage;
  private readonly projection: Projection;
  private isAlarmArmed = true;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    this.projection = new Projection({
      read: (after) => readEvents(this.sql, after, PROJECTION_BATCH),
      cursor: () => readCursor(this.sql, 'projection'),
      advance: (number) => writeCursor(this.sql, 'projection', number),
      project: (batches) => projectEvents(env.DB, accountOfLog(ctx.id.name), batches),
      isUnavailable: (error) => error instanceof DatabaseUnavailable,
    });
    ctx.waitUntil(
      ctx.blockConcurrencyWhile(async () => {
        migrate(ctx.storage);
        this.isAlarmArmed = (await ctx.storage.getAlarm()) !== null;
      }),
    );
  }

  async append({ chargerId, chargeBoxId, events }: EventBatch): Promise<{ through: number }> {
    const before = readThrough(this.sql, chargerId);
    const fresh = events.filter((event) => event.sequence > before);
    const through = fresh.at(-1)?.sequence ?? before;
    if (fresh.length > 0) {
      this.ctx.storage.transactionSync(() => {
        addEvents(
          this.sql,
          fresh.map((event) => ({ chargerId, chargeBoxId, event })),
        );
        writeThrough(this.sql, chargerId, through);
      });
    }
    // Whoever has no answer delivers again: an alarm, which is billed, is only for what D1 did not take in time.
    const projected = this.projection.run();
    this.ctx.waitUntil(projected);
    if (!(await within(PROJECTION_MS, projected, false))) this.arm(RETRY_MS);
    return { through };
  }

  connectorHistory(chargerId: string, connectorId: number, limit: number): Promise<StatusChange[]> {
    return Promise.resolve(readStatusChanges(this.sql, chargerId, connectorId, limit));
  }

  /** Makes up for a projection that D1 did not take. */
  override async alarm(): Promise<void> {
    this.isAlarmArmed = false;
    if (!(await this.projection.run())) this.arm(RETRY_MS);
  }

  private arm(delayMs: number): void {
    if (this.isAlarmArmed) return;
    this.isAlarmArmed = true;
    this.ctx.waitUntil(this.ctx.storage.setAlarm(Date.now() + delayMs));
  }
}
