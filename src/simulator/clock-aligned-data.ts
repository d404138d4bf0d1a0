import { type Cancel, type Clock, scheduleAligned } from './clock.ts';
import { type Configuration, numberOf } from './configuration.ts';

export interface ClockAlignedDataPorts {
  clock: Clock;
  configuration(): Configuration;
  /** A round time has come. */
  sample(): void;
}

/** Samples at the round times of the day, with a transaction or without (ClockAlignedDataInterval). */
export class ClockAlignedData {
  readonly #ports: ClockAlignedDataPorts;
  #cancel: Cancel | undefined;

  constructor(ports: ClockAlignedDataPorts) {
    this.#ports = ports;
  }

  /** Goes by the interval as it is now; call it when that key changes. */
  restart(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const intervalMs = numberOf(this.#ports.configuration(), 'ClockAlignedDataInterval') * 1000;
    if (intervalMs === 0) return;
    this.#cancel = scheduleAligned(this.#ports.clock, intervalMs, () => this.#ports.sample());
  }
}
