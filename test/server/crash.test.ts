import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { runCrash } from '../../scripts/crash/run.ts';

const KILLS = 5;
const CHARGERS = 4;

test('what was acknowledged outlives a server that is killed again and again, and nothing of it is doubled', async () => {
  const seed = randomInt(2 ** 31);
  console.log(`Crash: again with npm run crash -- --kills ${KILLS} --chargers ${CHARGERS} --seed ${seed}`);
  const { faults, stops, summary } = await runCrash({ kills: KILLS, chargers: CHARGERS, seed });
  console.log(`Crash: ${summary}`);
  expect(faults).toEqual([]);
  expect(stops).toBeGreaterThan(0);
}, 120_000);
