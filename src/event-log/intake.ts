import type { EventBatch } from '../contracts/charger-event.ts';
import type { SequenceGap } from '../contracts/event-log-rpc.ts';
import { freshEvents } from './fresh-events.ts';
import { addEvents, lastNumber, LoggedEvent, readEvents } from './store/events.ts';
import { addGap } from './store/gaps.ts';
import { moveThrough, readThrough, writeThrough } from './store/sources.ts';

/** What is kept in memory at most: chargers, and events that D1 does not have yet. */
const MOST_SOURCES = 20_000;
const MOST_EVENTS = 200;

interface Taken {
  through: number;
  gaps: Pick<SequenceGap, 'after' | 'before'>[];
}

type NumberedEvent = ReturnType<typeof readEvents>[number];

/**
 * Takes what chargers deliver, each event once and under the next number. What the tables said last is remembered, so
 * that an event costs two statements; no memory is trusted that the tables do not confirm as they are written.
 */
export class Intake {
  private readonly storage: Pick<DurableObjectStorage, 'sql' | 'transactionSync'>;
  private readonly throughs = new Map<string, number>();
  private last: number | null = null;
  /** The newest events without a hole, up to the last. */
  private newest: NumberedEvent[] = [];

  constructor(storage: Pick<DurableObjectStorage, 'sql' | 'transactionSync'>) {
    this.storage = storage;
  }

  /** Stores what is new of a delivery, all or nothing; says how far the log has this charger's events. */
  take(batch: EventBatch, now: number): Taken {
    try {
      return this.takeRemembered(batch, now) ?? this.takeRead(batch, now);
    } catch (error) {
      // Whatever did not fit, the next delivery begins with what the tables say.
      this.forget();
      throw error;
    }
  }

  /** The number of the newest event; 0 before the first. */
  lastNumber(): number {
    this.last ??= lastNumber(this.storage.sql);
    return this.last;
  }

  /** The next events after a number, in order. */
  read(after: number, limit: number): NumberedEvent[] {
    if (after >= this.lastNumber()) return [];
    const first = this.newest[0]?.number;
    return first !== undefined && first <= after + 1
      ? this.newest.slice(after + 1 - first, after + 1 - first + limit)
      : readEvents(this.storage.sql, after, limit);
  }

  /** D1 has all events up to this one. */
  release(through: number): void {
    const first = this.newest[0]?.number;
    if (first !== undefined && first <= through) this.newest = this.newest.slice(through + 1 - first);
  }

  /** The tables have been changed by others than this. */
  forget(): void {
    this.throughs.clear();
    this.last = null;
    this.newest = [];
  }

  /** Null when nothing is remembered of this charger, nothing seems new, or its row says something else. */
  private takeRemembered(batch: EventBatch, now: number): Taken | null {
    const remembered = this.throughs.get(batch.chargerId);
    if (remembered === undefined) return null;
    const { fresh, gaps, through } = freshEvents(remembered, batch.events);
    if (fresh.length === 0) return null;
    const isMoved = this.storage.transactionSync(() => {
      const isTrue = moveThrough(this.storage.sql, batch, remembered, through);
      if (isTrue) this.store(batch, { fresh, gaps }, now);
      return isTrue;
    });
    if (!isMoved) {
      this.throughs.delete(batch.chargerId);
      return null;
    }
    this.remember(batch, fresh, through);
    return { through, gaps };
  }

  private takeRead(batch: EventBatch, now: number): Taken {
    const { sql } = this.storage;
    const { fresh, gaps, through } = freshEvents(readThrough(sql, batch.chargerId), batch.events);
    if (fresh.length > 0) {
      this.storage.transactionSync(() => {
        writeThrough(sql, batch, through);
        this.store(batch, { fresh, gaps }, now);
      });
      this.remember(batch, fresh, through);
    }
    return { through, gaps };
  }

  private store(
    { chargerId, chargeBoxId }: EventBatch,
    { fresh, gaps }: Pick<ReturnType<typeof freshEvents>, 'fresh' | 'gaps'>,
    now: number,
  ): void {
    const { sql } = this.storage;
    addEvents(
      sql,
      this.lastNumber(),
      fresh.map((event) => ({ chargerId, chargeBoxId, event })),
    );
    for (const gap of gaps) addGap(sql, { chargerId, ...gap, noticedAt: now });
  }

  /** Behind the storage transaction: what was rolled back is not remembered. */
  private remember(
    { chargerId, chargeBoxId }: EventBatch,
    fresh: EventBatch['events'],
    through: number,
  ): void {
    if (this.throughs.size >= MOST_SOURCES) this.throughs.clear();
    this.throughs.set(chargerId, through);
    let number = this.lastNumber();
    if (this.newest.length + fresh.length > MOST_EVENTS) this.newest = [];
    for (const event of fresh) {
      number += 1;
      // Read as it will be read from its row.
      const { data } = LoggedEvent.safeParse({ chargerId, chargeBoxId, event });
      if (data === undefined) this.newest = [];
      else this.newest.push({ number, logged: data });
    }
    this.last = number;
  }
}
