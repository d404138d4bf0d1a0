import { describe, expect, test } from 'vitest';
import type { EventBatch } from '../../../src/contracts/charger-event.ts';
import { Projection } from '../../../src/event-log/projection.ts';
import type { LoggedEvent } from '../../../src/event-log/store/events.ts';

class Unavailable extends Error {}

function connected(sequence: number): LoggedEvent {
  const event = { event: 'charger.connected' as const, data: {}, sequence, at: 1_000 + sequence };
  return { chargerId: 'chg_1', chargeBoxId: 'CP-1', event };
}

/** A log of that many events, and a D1 that fails as `fail` says for the sequences of a batch. */
function setUp(count: number, fail: (sequences: number[]) => Error | null) {
  const log = Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    logged: connected(index + 1),
  }));
  const projected: number[] = [];
  let cursor = 0;
  const projection = new Projection({
    read: (after) => log.filter(({ number }) => number > after).slice(0, 3),
    cursor: () => cursor,
    advance: (number) => {
      cursor = number;
    },
    project: async (batches: EventBatch[]) => {
      const sequences = batches.flatMap(({ events }) => events.map(({ sequence }) => sequence));
      const failure = fail(sequences);
      if (failure !== null) throw failure;
      projected.push(...(await Promise.resolve(sequences)));
    },
    isUnavailable: (error) => error instanceof Unavailable,
  });
  return { projection, projected, cursor: () => cursor };
}

describe('the projection of the log', () => {
  test('takes all events in order and moves its cursor behind them', async () => {
    const { projection, projected, cursor } = setUp(7, () => null);
    expect(await projection.run()).toBe(true);
    expect(projected).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(cursor()).toBe(7);
  });

  test('stops before what D1 does not take now, and goes on from there', async () => {
    let isDown = true;
    const { projection, projected, cursor } = setUp(5, (sequences) =>
      isDown && sequences.includes(4) ? new Unavailable() : null,
    );
    expect(await projection.run()).toBe(false);
    expect([projected, cursor()]).toEqual([[1, 2, 3], 3]);
    isDown = false;
    expect(await projection.run()).toBe(true);
    expect(projected).toEqual([1, 2, 3, 4, 5]);
  });

  test('leaves out an event that can never be projected, and only that', async () => {
    const { projection, projected, cursor } = setUp(6, (sequences) =>
      sequences.includes(5) ? new TypeError('strange') : null,
    );
    expect(await projection.run()).toBe(true);
    expect(projected).toEqual([1, 2, 3, 4, 6]);
    expect(cursor()).toBe(6);
  });

  test('takes an event that is added right behind its last look', async () => {
    const log: LoggedEvent[] = [];
    const projected: number[] = [];
    let cursor = 0;
    const projection = new Projection({
      read: (after) => log.slice(after).map((logged, index) => ({ number: after + index + 1, logged })),
      cursor: () => cursor,
      advance: (number) => {
        cursor = number;
      },
      project: (batches) => {
        projected.push(...batches.flatMap(({ events }) => events.map(({ sequence }) => sequence)));
        return Promise.resolve();
      },
      isUnavailable: () => false,
    });
    const first = projection.run();
    log.push(connected(1));
    await projection.run();
    await first;
    expect(projected).toEqual([1]);
  });
});
