import { expect } from 'vitest';

/** Expects something of what is going on in an object: asked again and again, for ten seconds at most. */
export function eventually<Value>(read: () => Value) {
  return expect.poll(read, { timeout: 10_000, interval: 10 });
}
