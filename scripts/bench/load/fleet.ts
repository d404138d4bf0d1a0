import { inParallel } from '../in-parallel.ts';
import { LoadedCharger } from './loaded-charger.ts';
import { LOAD_PLANS, type LoadName } from './loads.ts';
import { type Load, measureLoad } from './measure-load.ts';
import { startSubject, type Subject, type SubjectName } from './subject.ts';

/** What a measurement of a fleet came to. */
export interface FleetLoad extends Load {
  /** The same rate until D1 showed all of it; null where nothing is carried into D1. */
  settledPerSecond: number | null;
}

/** A server, and the chargers that are connected to it. */
export class Fleet {
  readonly subject: Subject;
  private readonly chargers: readonly LoadedCharger[];
  private readonly times: number[];
  private transactions = 0;

  private constructor(subject: Subject, chargers: readonly LoadedCharger[], times: number[]) {
    this.subject = subject;
    this.chargers = chargers;
    this.times = times;
  }

  static async start(name: SubjectName, folder: string, chargeBoxIds: readonly string[]): Promise<Fleet> {
    const subject = await startSubject(name, folder, chargeBoxIds);
    const times: number[] = [];
    const chargers = await inParallel(50, chargeBoxIds, (chargeBoxId) =>
      LoadedCharger.connect(chargeBoxId, subject.chargerUrl(chargeBoxId), times),
    );
    return new Fleet(subject, chargers, times);
  }

  /** Wakes all there is, then measures. */
  async measure(name: LoadName, seconds: number): Promise<FleetLoad> {
    const { round, needsTransaction } = LOAD_PLANS[name];
    if (needsTransaction) await this.all((charger) => charger.start());
    await this.all((charger) => charger.heartbeat());
    const isSession = name === 'session';
    const startedAt = performance.now();
    const fleet = { pid: this.subject.pid, chargers: this.chargers, times: this.times };
    const load = await measureLoad(fleet, seconds, async (charger) => {
      await round(charger);
      if (isSession) this.transactions += 1;
    });
    const { settled } = this.subject;
    let settledPerSecond: number | null = null;
    if (isSession && settled !== null) {
      await settled(this.transactions);
      settledPerSecond = load.messages / ((performance.now() - startedAt) / 1_000);
    }
    if (needsTransaction) {
      await this.all((charger) => charger.stop());
      this.transactions += this.chargers.length;
      await settled?.(this.transactions);
    }
    return { ...load, settledPerSecond };
  }

  async stop(): Promise<void> {
    await this.all((charger) => charger.close());
    await this.subject.stop();
  }

  private async all(work: (charger: LoadedCharger) => Promise<void>): Promise<void> {
    await Promise.all(this.chargers.map(work));
  }
}
