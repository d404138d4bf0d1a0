import { expect, test } from 'vitest';

import { failure, success } from '../../src/lib/result.ts';
import { createManualClock } from '../../src/simulator/clock.ts';
import { attemptRepeatedly, attemptRule } from '../../src/simulator/transfer/attempts.ts';

const NEVER = new AbortController().signal;

test('retries is how often it is tried in all, and retryInterval seconds; else its own choice (OCPP 1.6 5.9)', () => {
  expect(attemptRule({ retries: 5, retryInterval: 60 })).toEqual({ attempts: 5, intervalMs: 60_000 });
  expect(attemptRule({ retries: 0, retryInterval: 0 })).toEqual({ attempts: 1, intervalMs: 0 });
  expect(attemptRule({})).toEqual({ attempts: 3, intervalMs: 10_000 });
});

test('tries until it goes well, and waits by the clock of the charger in between', async () => {
  const clock = createManualClock('2025-01-15T10:00:00Z');
  const triedAt: number[] = [];
  const startMs = clock.now();
  const outcome = attemptRepeatedly(
    async () => {
      triedAt.push(clock.now() - startMs);
      return triedAt.length === 3 ? success('done') : failure('no');
    },
    { attempts: 9, intervalMs: 30_000 },
    clock,
    NEVER,
  );
  for (let tries = 1; tries < 3; tries += 1) {
    while (triedAt.length < tries) await Promise.resolve();
    await new Promise(setImmediate);
    clock.advance(30_000);
  }
  expect(await outcome).toEqual(success('done'));
  expect(triedAt).toEqual([0, 30_000, 60_000]);
});

test('gives up after the last try, and at once when the signal comes', async () => {
  const clock = createManualClock('2025-01-15T10:00:00Z');
  let tries = 0;
  const attempt = async () => {
    tries += 1;
    return failure(tries);
  };
  expect(await attemptRepeatedly(attempt, { attempts: 2, intervalMs: 0 }, clock, NEVER)).toEqual(failure(2));
  const end = new AbortController();
  const outcome = attemptRepeatedly(attempt, { attempts: 9, intervalMs: 1000 }, clock, end.signal);
  end.abort();
  expect(await outcome).toEqual(failure(3));
});
