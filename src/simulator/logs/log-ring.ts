import type { LogEntry } from './log-file.ts';

/** How many lines a charger keeps: many chargers run in one process. */
const CAPACITY = 200;

/** The newest lines of a log. */
export class LogRing {
  #entries: LogEntry[] = [];

  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  add(entry: LogEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > CAPACITY) this.#entries.shift();
  }
}
