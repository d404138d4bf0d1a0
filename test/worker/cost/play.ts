import { expect, inject, test } from 'vitest';
import { measureDay } from '../../support/worker/measure-day.ts';

test('a day is played, and what it used is told to who asked for it', async ({ task }) => {
  const usage = await measureDay(inject('dayPlan'));
  expect(usage.charger.requests).toBeGreaterThanOrEqual(0);
  Reflect.set(task.meta, 'usage', usage);
});
