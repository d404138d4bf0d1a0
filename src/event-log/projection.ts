import type { EventBatch } from '../contracts/charger-event.ts';
import { within } from '../lib/within.ts';
import type { LoggedEvent } from './store/events.ts';

/** Longer than D1 lets any query run. */
const LONGEST_MS = 35_000;

/** Where events are shown. */
export interface ProjectedDatabase {
  project: (batches: EventBatch[]) => Promise<void>;
  /** Whether D1 failed, which may take it another time. */
  isUnavailable: (error: unknown) => boolean;
}

interface ProjectionPorts extends ProjectedDatabase {
  read: (after: number) => { number: number; logged: LoggedEvent }[];
  cursor: () => number;
  advance: (number: number) => void;
}

/**
 * Carries the log into D1, one batch at a time and in order. D1 takes a batch whole or not at all, and one that comes
 * again changes nothing: the cursor moves only behind what D1 has.
 */
export class Projection {
  private readonly ports: ProjectionPorts;
  private isRunning = false;
  private latest: Promise<boolean> = Promise.resolve(true);

  constructor(ports: ProjectionPorts) {
    this.ports = ports;
  }

  /** Projects all there is, and what is added meanwhile. False when D1 did not take it. */
  run(): Promise<boolean> {
    if (!this.isRunning) {
      this.isRunning = true;
      this.latest = this.runAll();
    }
    return this.latest;
  }

  private async runAll(): Promise<boolean> {
    try {
      for (;;) {
        const events = this.ports.read(this.ports.cursor());
        const last = events.at(-1);
        if (last === undefined) return true;
        if (!(await this.take(events.map(({ logged }) => logged)))) return false;
        this.ports.advance(last.number);
      }
    } finally {
      // In one go with the last look: what comes right behind it is not taken for seen.
      this.isRunning = false;
    }
  }

  /**
   * False when they have to come again. Only D1 makes them: an event which this code cannot project never could, and is
   * left out with a word in the log, so that it does not hold up all that follow.
   */
  private async take(events: readonly LoggedEvent[]): Promise<boolean> {
    // A call that never comes back must not hold them up either; what comes late after all changes nothing.
    const outcome = await within(LONGEST_MS, this.project(events), 'later' as const);
    if (outcome !== 'never' || events.length <= 1) return outcome !== 'later';
    for (const event of events) if (!(await this.take([event]))) return false;
    return true;
  }

  private async project(events: readonly LoggedEvent[]): Promise<'taken' | 'later' | 'never'> {
    try {
      await this.ports.project(byCharger(events));
      return 'taken';
    } catch (error) {
      const isLater = this.ports.isUnavailable(error);
      console.error({
        message: 'D1 did not take the projection',
        events: events.length,
        error: String(error),
      });
      return isLater ? 'later' : 'never';
    }
  }
}

function byCharger(events: readonly LoggedEvent[]): EventBatch[] {
  const batches = new Map<string, EventBatch>();
  for (const { chargerId, chargeBoxId, event } of events) {
    const batch = batches.get(chargerId) ?? { chargerId, chargeBoxId, events: [] };
    batch.events.push(event);
    batches.set(chargerId, batch);
  }
  return [...batches.values()];
}
