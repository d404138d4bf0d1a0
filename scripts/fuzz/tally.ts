import { byteLength, type WireFrame } from './wire-frame.ts';

/** What a run has done so far. */
export class Tally {
  frames = 0;
  bytes = 0;
  results = 0;
  readonly errors = new Map<string, number>();
  readonly closes = new Map<number, number>();
  /** The longest that a batch took until all of it was answered. */
  slowest = { ms: 0, batch: '' };
  private readonly startedAt = performance.now();

  get seconds(): number {
    return (performance.now() - this.startedAt) / 1000;
  }

  sent(frame: WireFrame): void {
    this.frames += 1;
    this.bytes += byteLength(frame);
  }

  /** @param code that of a CALLERROR, null for a CALLRESULT */
  answered(code: string | null): void {
    if (code === null) this.results += 1;
    else count(this.errors, code);
  }

  closed(code: number): void {
    count(this.closes, code);
  }

  waited(ms: number, batch: string): void {
    if (ms > this.slowest.ms) this.slowest = { ms, batch };
  }

  /** One line, without a line break. */
  line(): string {
    const errors = [...this.errors].map(([code, times]) => `${code} ${times}`).join(', ');
    const closes = [...this.closes].map(([code, times]) => `${code} ${times}`).join(', ');
    return (
      `${this.frames} frames, ${(this.bytes / 2 ** 20).toFixed(0)} MiB, ${this.seconds.toFixed(0)} s, ` +
      `${Math.round(this.frames / this.seconds)} frames/s; results ${this.results}; errors: ${errors || 'none'}; ` +
      `closes: ${closes || 'none'}; slowest batch ${this.slowest.ms.toFixed(0)} ms (${this.slowest.batch})`
    );
  }
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
