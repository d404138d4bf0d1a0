import { expect, test } from 'vitest';
import { runStorm } from '../../scripts/storm/run.ts';
import { startCapacitor } from '../../scripts/storm/subject.ts';

test('a fleet that loses its connections and returns at once is served, and shown online', async () => {
  const chargeBoxIds = Array.from({ length: 100 }, (_, index) => `STORM-${index}`);
  const subject = await startCapacitor(chargeBoxIds);
  try {
    const figures = await runStorm(subject, chargeBoxIds);
    expect(figures).toMatchObject({ chargers: 100, failedDials: 0, listedMs: expect.any(Number) });
  } finally {
    await subject.remove();
  }
}, 120_000);
