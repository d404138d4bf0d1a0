import type { EventBatch } from '../contracts/charger-event.ts';
import { within } from '../lib/within.ts';
import type { LoggedEvent } from './store/events.ts';

/** Longer than D1 lets any query run. */
const LONGEST_MS = 35_000;

interface ProjectionPorts {
  read: (after: number) => { number: number; logged: LoggedEvent }[];
  cursor: () => number;
  advance: (number: number) => void;
  project: (batches: EventBatch[]) => Promise<void>;
}

/**
 * Carries the log into D1, one batch at a time and in order. D1 takes a batch whole or not at all, and one that comes
 * again changes nothing: the cursor moves only behind what D1 has.
 */
export class Projection {
  private readonly ports: ProjectionPorts;
  private running: Promise<boolean> | null = null;

  constructor(ports: ProjectionPorts) {
    this.ports = ports;
  }

  /** Projects all there is, and what is added meanwhile. False when D1 did not take it. */
  run(): Promise<boolean> {
    this.running ??= this.runAll().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async runAll(): Promise<boolean> {
    for (;;) {
      const events = this.ports.read(this.ports.cursor());
      const last = events.at(-1);
      if (last === undefined) return true;
      const taken = this.ports.project(byCharger(events.map(({ logged }) => logged))).then(
        () => true,
        (error: unknown) => {
          console.error({ message: 'D1 did not take the projection', error: String(error) });
          return false;
        },
      );
      // A call that never comes back must not hold up all that follow; what comes late after all changes nothing.
      if (!(await within(LONGEST_MS, taken, false))) return false;
      this.ports.advance(last.number);
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
