import type { Position } from './rebuild-cursor.ts';

/** What one step has looked at; what was right already counts too. */
export interface Tally {
  chargers: number;
  events: number;
  transactions: number;
  commands: number;
}

/** A step of one phase. */
export interface PhaseStep {
  /** Where the phase goes on; null when it is over. */
  position: Position | null;
  did: Partial<Tally>;
  /** Chargers that D1 lists and whose objects know nothing of it. */
  strays?: string[];
}
