import { expect, test } from 'vitest';
import { startLocalServer } from '../../scripts/fuzz/local-server.ts';
import { newSeed } from '../../scripts/fuzz/options.ts';
import { runFuzz } from '../../scripts/fuzz/run.ts';

const FRAMES = 20_000;

/** About twice what the frames take on a machine of two cores that has nothing else to do. */
const MOST_SECONDS = 45;

test('whatever chargers send, each call is answered once and rightly, and nothing breaks (OCPP-J 4.1, 4.2)', async () => {
  const server = await startLocalServer();
  try {
    const seed = newSeed();
    console.log(`Fuzz: seed ${seed}. Again: npm run fuzz -- --seed ${seed} --frames ${FRAMES}`);
    const tally = await runFuzz({ target: server, seed, frames: FRAMES, seconds: MOST_SECONDS, chargers: 8 });
    console.log(`Fuzz: ${tally.line()}`);
    expect(tally.results).toBeGreaterThan(0);
  } finally {
    await server.stop();
  }
}, 120_000);
