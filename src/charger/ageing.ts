import {
  type ExportBucket,
  exportKey,
  type ExportedKind,
  putExport,
  putPacked,
} from '../contracts/exports.ts';
import type { Registration } from '../domain/registration.ts';
import { cutoff, DAY_MS, isAged, type Keeping } from '../domain/retention.ts';
import { gzip } from '../lib/gzip.ts';
import type { Sessions } from './session.ts';
import {
  type AgedRow,
  deleteCommands,
  deleteTransactions,
  isMetered,
  readAgedCommands,
  readAgedTransactions,
} from './store/aged.ts';
import {
  addPack,
  deletePack,
  dropPackedTable,
  lastWaiting,
  metersSince,
  oldestPack,
  oldestPackAt,
  readPackable,
  turnMeterTable,
} from './store/meter-packs.ts';

interface AgeingPorts {
  storage: Pick<DurableObjectStorage, 'sql' | 'transactionSync'>;
  registration: () => Registration | null;
  sessions: Sessions;
  bucket: () => ExportBucket;
  /** What the account says, from its log; null where that does not know. */
  findKeeping: () => Promise<Keeping | null>;
  waitUntil: (promise: Promise<unknown>) => void;
}

/** So much is done at one sweep; what is left waits for the next. */
const MOST_PACKS = 50;
const MOST_ROWS = 200;

/** A table of messages is filled so long, and packed when its last message is so old: see docs/adr/0018-retention.md. */
const TABLE_DAYS = 30;
const SETTLED_DAYS = 7;

/**
 * What ages out of a charger's object. It has no timer: the first message of a day, or of a connection, sweeps. Nothing
 * is deleted that had to be exported and could not be.
 */
export class Ageing {
  private readonly ports: AgeingPorts;
  private isSweeping = false;

  constructor(ports: AgeingPorts) {
    this.ports = ports;
  }

  /** Called for each message: sweeps when the last sweep on this socket is a day ago. */
  touch(socket: WebSocket, now: number): void {
    const { sessions, waitUntil } = this.ports;
    const session = sessions.read(socket);
    if (now - session.sweptAt < DAY_MS) return;
    sessions.write(socket, { ...session, sweptAt: now });
    waitUntil(this.sweep(now));
  }

  /** One bounded step of everything. It fails with a word in the console, and is tried again on the next day. */
  async sweep(now: number): Promise<void> {
    const registration = this.ports.registration();
    if (registration === null || this.isSweeping) return;
    this.isSweeping = true;
    try {
      if (!this.mayBeDue(now)) return;
      const keeping = await this.ports.findKeeping();
      if (keeping === null || !this.isStill(registration)) return;
      this.turnTable(keeping, now);
      await this.pack(registration, keeping, now);
      await this.sweepPacks(registration, keeping, now);
      await this.sweepRows(registration, keeping, now);
    } catch (error) {
      console.error({ message: 'what has aged was not swept', error: String(error) });
    } finally {
      this.isSweeping = false;
    }
  }

  /** Exports all samples, before a charger is deleted; throws where that fails. Nothing, unless its account exports. */
  async archive({ accountId, chargerId }: Registration): Promise<void> {
    const { sql, transactionSync } = this.bound();
    const keeping = await this.ports.findKeeping();
    if (keeping === null) throw new Error('The log does not say whether the account exports.');
    if (!keeping.export) return;
    // The table that waits, then the one that is written.
    for (const isWritten of [false, true]) {
      if (isWritten && metersSince(sql) !== null) transactionSync(() => turnMeterTable(sql));
      for (let packable = readPackable(sql); packable !== null; packable = readPackable(sql)) {
        addPack(sql, packable, await gzip(packable.text));
      }
      transactionSync(() => dropPackedTable(sql));
    }
    for (let pack = oldestPack(sql); pack !== null; pack = oldestPack(sql, pack.firstRow)) {
      const key = exportKey(accountId, 'meter-values', chargerId, pack.firstRow, pack.lastRow);
      await putPacked(this.ports.bucket(), key, pack.data);
    }
  }

  /** Whether there is anything that is a day old: only then the log is asked how long what is kept. */
  private mayBeDue(now: number): boolean {
    const { sql } = this.ports.storage;
    const oldest = [metersSince(sql), lastWaiting(sql)?.at ?? null, oldestPackAt(sql)];
    return (
      oldest.some((at) => at !== null && isAged(at, 1, now)) ||
      readAgedCommands(sql, now - DAY_MS, 1).length > 0 ||
      readAgedTransactions(sql, now - DAY_MS, 1).length > 0
    );
  }

  private turnTable({ retention }: Keeping, now: number): void {
    const { sql, transactionSync } = this.bound();
    const days = Math.min(TABLE_DAYS, Math.ceil((retention.meterValueDays ?? TABLE_DAYS) / 4));
    const since = metersSince(sql);
    if (since === null || !isAged(since, days, now) || lastWaiting(sql) !== null) return;
    transactionSync(() => turnMeterTable(sql));
  }

  private async pack(registration: Registration, { retention }: Keeping, now: number): Promise<void> {
    const { sql, transactionSync } = this.bound();
    const last = lastWaiting(sql);
    const days = Math.min(SETTLED_DAYS, retention.meterValueDays ?? SETTLED_DAYS);
    if (last === null || !isAged(last.at, days, now) || isMetered(sql, last.row)) return;
    for (let packs = 0; packs < MOST_PACKS; packs += 1) {
      const packable = readPackable(sql);
      if (packable === null) {
        transactionSync(() => dropPackedTable(sql));
        return;
      }
      const packed = await gzip(packable.text);
      if (!this.isStill(registration)) return;
      addPack(sql, packable, packed);
    }
  }

  private async sweepPacks(registration: Registration, keeping: Keeping, now: number): Promise<void> {
    const { sql } = this.bound();
    for (let packs = 0; packs < MOST_PACKS; packs += 1) {
      const at = oldestPackAt(sql);
      if (at === null || !isAged(at, keeping.retention.meterValueDays, now)) return;
      const pack = oldestPack(sql);
      if (pack === null) return;
      if (keeping.export) {
        const { accountId, chargerId } = registration;
        const key = exportKey(accountId, 'meter-values', chargerId, pack.firstRow, pack.lastRow);
        await putPacked(this.ports.bucket(), key, pack.data);
        if (!this.isStill(registration)) return;
      }
      deletePack(sql, pack.firstRow);
    }
  }

  private async sweepRows(registration: Registration, keeping: Keeping, now: number): Promise<void> {
    const { sql } = this.bound();
    const { commandDays, transactionDays } = keeping.retention;
    const commandsBefore = cutoff(commandDays, now);
    if (commandsBefore !== null) {
      const aged = readAgedCommands(sql, commandsBefore, MOST_ROWS);
      if (await this.export(registration, keeping, 'commands', aged)) {
        deleteCommands(
          sql,
          aged.map(({ id }) => id),
        );
      }
    }
    const transactionsBefore = cutoff(transactionDays, now);
    if (transactionsBefore !== null) {
      // Exported as REST shows them, from D1, by the account's log.
      const aged = readAgedTransactions(sql, transactionsBefore, MOST_ROWS);
      deleteTransactions(
        sql,
        aged.map(({ id }) => id),
      );
    }
  }

  /** Whether they may be deleted now. */
  private async export(
    registration: Registration,
    keeping: Keeping,
    kind: ExportedKind,
    rows: readonly AgedRow[],
  ): Promise<boolean> {
    const [first] = rows;
    const last = rows.at(-1);
    if (first === undefined || last === undefined) return false;
    if (!keeping.export) return true;
    const { accountId, chargerId } = registration;
    const key = exportKey(accountId, kind, chargerId, first.id, last.id);
    await putExport(
      this.ports.bucket(),
      key,
      rows.map(({ data }) => data),
    );
    return this.isStill(registration);
  }

  /** The charger may have been deleted during a wait, and somebody else's be here. */
  private isStill({ chargerId }: Registration): boolean {
    return this.ports.registration()?.chargerId === chargerId;
  }

  private bound() {
    const { storage } = this.ports;
    return {
      sql: storage.sql,
      transactionSync: (work: () => void) => {
        storage.transactionSync(work);
      },
    };
  }
}
