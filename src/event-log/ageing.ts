import { type ExportBucket, exportKey, putExport } from '../contracts/exports.ts';
import type { AgedTransaction } from '../d1/aged-transactions.ts';
import { cutoff, DAY_MS, isAged, type Keeping } from '../domain/retention.ts';
import { readCursor, writeCursor } from './store/cursors.ts';
import {
  dropEventTable,
  eventsSince,
  type OlderTable,
  readOlderTables,
  turnEventTable,
} from './store/event-tables.ts';
import { readEvents } from './store/events.ts';
import { readKeeping, writeKeeping } from './store/kept-facts.ts';

interface AgeingPorts {
  storage: DurableObjectStorage;
  accountId: string;
  bucket: () => ExportBucket;
  /** What the account says now; null when it does not exist. Fails when D1 does not answer. */
  findKeeping: () => Promise<Keeping | null>;
  /** Refused connections to its chargers, up to a time. */
  dropRefusals: (before: number) => Promise<unknown>;
  /** The account's oldest finished transactions that began before a time, in order. */
  findAged: (before: number, limit: number) => Promise<AgedTransaction[]>;
  deleteAged: (transactionIds: readonly string[]) => Promise<void>;
}

/** Events of one file; transactions of one file, which are deleted together. */
const EXPORTED = 5_000;
const DELETED = 500;
/** So many transactions a sweep; what is left waits for the next. */
const MOST_BATCHES = 100;

/**
 * What ages out of an account: its log and its transactions in D1. It has no timer: the first event of a day sweeps.
 * Nothing is deleted that had to be exported and could not be.
 */
export class Ageing {
  private readonly ports: AgeingPorts;
  private sweptAt: number | null = null;
  private keeping: Keeping | null = null;
  private running: Promise<void> | null = null;

  constructor(ports: AgeingPorts) {
    this.ports = ports;
  }

  /** What the account's chargers are told; null where D1 has never said it and does not answer now. */
  async current(): Promise<Keeping | null> {
    this.keeping ??= readKeeping(this.ports.storage.sql);
    if (this.keeping === null) await this.learn();
    return this.keeping;
  }

  private async learn(): Promise<void> {
    try {
      const keeping = await this.ports.findKeeping();
      if (keeping !== null) this.keep(keeping);
    } catch (error) {
      console.warn({ message: 'D1 did not say how long the account keeps what', error: String(error) });
    }
  }

  keep(keeping: Keeping): void {
    writeKeeping(this.ports.storage.sql, keeping);
    this.keeping = keeping;
  }

  /** Whether the day's sweep is still to come. */
  isDue(now: number): boolean {
    this.sweptAt ??= readCursor(this.ports.storage.sql, 'swept');
    return now - this.sweptAt >= DAY_MS;
  }

  /** One bounded step of everything. It fails with a word in the console, and is tried again on the next day. */
  sweep(now: number): Promise<void> {
    this.running ??= this.sweepAll(now).finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async sweepAll(now: number): Promise<void> {
    const { storage, findKeeping } = this.ports;
    try {
      this.sweptAt = now;
      writeCursor(storage.sql, 'swept', now);
      const keeping = await findKeeping();
      if (keeping === null) return;
      this.keep(keeping);
      await this.sweepEvents(keeping, now);
      await this.sweepTransactions(keeping, now);
      const before = cutoff(keeping.retention.refusedConnectionDays, now);
      if (before !== null) await this.ports.dropRefusals(before);
    } catch (error) {
      console.error({ message: 'what has aged was not swept', error: String(error) });
    }
  }

  /** A table covers an eighth of the days that events are kept: no event is there much longer than that. */
  private async sweepEvents({ retention, export: isExported }: Keeping, now: number): Promise<void> {
    const { storage } = this.ports;
    const { eventDays } = retention;
    if (eventDays === null) return;
    const since = eventsSince(storage.sql);
    if (since !== null && isAged(since, Math.ceil(eventDays / 8), now)) {
      storage.transactionSync(() => turnEventTable(storage.sql, now));
    }
    for (const table of readOlderTables(storage.sql, 0)) {
      const isProjected = table.lastNumber <= readCursor(storage.sql, 'projection');
      if (!isAged(table.closedAt, eventDays, now) || !isProjected) return;
      if (isExported) await this.exportEvents(table);
      storage.transactionSync(() => dropEventTable(storage.sql, table));
    }
  }

  private async exportEvents({ lastNumber }: OlderTable): Promise<void> {
    const { storage, accountId, bucket } = this.ports;
    let after = 0;
    for (;;) {
      const events = readEvents(storage.sql, after, EXPORTED).filter(({ number }) => number <= lastNumber);
      const [first] = events;
      const last = events.at(-1);
      if (first === undefined || last === undefined) return;
      const lines = events.map(({ number, logged }) => JSON.stringify({ number, ...logged }));
      await putExport(bucket(), exportKey(accountId, 'events', 'log', first.number, last.number), lines);
      after = last.number;
    }
  }

  private async sweepTransactions({ retention, export: isExported }: Keeping, now: number): Promise<void> {
    const { accountId, bucket, findAged, deleteAged } = this.ports;
    const before = cutoff(retention.transactionDays, now);
    if (before === null) return;
    for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
      const aged = await findAged(before, DELETED);
      const [first] = aged;
      const last = aged.at(-1);
      if (first === undefined || last === undefined) return;
      if (isExported) {
        const key = exportKey(accountId, 'transactions', 'd1', first.transactionId, last.transactionId);
        await putExport(
          bucket(),
          key,
          aged.map(({ body }) => body),
        );
      }
      await deleteAged(aged.map(({ transactionId }) => transactionId));
    }
  }
}
