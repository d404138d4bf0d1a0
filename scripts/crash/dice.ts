import { createHash } from 'node:crypto';

/** Chance that comes out the same for the same key, e.g. a seed and a charger's number. */
export class Dice {
  private readonly key: string;
  private throws = 0;

  constructor(...key: readonly (string | number)[]) {
    this.key = key.join(' ');
  }

  /** A whole number, both ends included. */
  between(smallest: number, largest: number): number {
    return smallest + Math.floor(this.fraction() * (largest - smallest + 1));
  }

  /** True in `probability` of the throws. */
  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** From 0 up to, but not including, 1. */
  private fraction(): number {
    this.throws += 1;
    return createHash('sha256').update(`${this.key} ${this.throws}`).digest().readUInt32BE() / 2 ** 32;
  }
}
