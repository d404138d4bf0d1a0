import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { RestClient } from '../../test/support/rest-client.ts';
import { assertStillServing } from './aftermath.ts';
import { FuzzFailure } from './fuzz-failure.ts';
import { FuzzedCharger } from './fuzzed-charger.ts';
import type { Target } from './local-server.ts';
import { Tally } from './tally.ts';

export interface RunOptions {
  target: Target;
  seed: number;
  /** In all, shared by the chargers. */
  frames: number;
  /** Ends it though frames are left; 0 is no limit. */
  seconds: number;
  chargers: number;
  /** Only this one of the chargers, counted from 0: to find a fault again. */
  only?: number | undefined;
  onProgress?: (tally: Tally) => void;
}

const PROGRESS_MS = 2_000;
const COMPLAINT_MS = 500;

/** Fuzzes a server. Throws `FuzzFailure`, with what it takes to see the fault again, as soon as it does what it must not. */
export async function runFuzz(options: RunOptions): Promise<Tally> {
  const { target, chargers, seed } = options;
  const client = new RestClient(target.url, target.apiKey);
  const tally = new Tally();
  const name = `FUZZ-${randomBytes(4).toString('hex')}`;
  const indices = Array.from({ length: chargers }, (_, index) => index).filter(
    (index) => options.only === undefined || index === options.only,
  );
  const fuzzed = await Promise.all(
    indices.map(async (index) => {
      const chargeBoxId = `${name}-${index}`;
      const kind = kindOf(index);
      await register(client, chargeBoxId, kind);
      const url = `${target.url.replace('http', 'ws')}/ocpp/${chargeBoxId}`;
      return { chargeBoxId, charger: new FuzzedCharger({ url, seed, index, tally, ...kind }), index };
    }),
  );
  const timer = setInterval(() => options.onProgress?.(tally), PROGRESS_MS);
  let isOver = false;
  const isEnough = () => isOver || (options.seconds > 0 && tally.seconds >= options.seconds);
  try {
    await Promise.all(
      fuzzed.map(async ({ charger, index }) => {
        try {
          await charger.run(Math.ceil(options.frames / chargers), isEnough);
          assertNoComplaint(target);
        } catch (error) {
          isOver = true;
          throw await explained(error, charger, index, options);
        }
      }),
    );
  } finally {
    isOver = true;
    clearInterval(timer);
  }
  await assertStillServing(
    target,
    fuzzed.map(({ chargeBoxId }) => chargeBoxId),
  );
  assertNoComplaint(target);
  return tally;
}

/** Every fourth charger is held to the letter of the standard, every eighth may not take part yet. */
function kindOf(index: number): { strict: boolean; isAccepted: boolean } {
  return { strict: index % 4 === 1, isAccepted: index % 8 !== 2 };
}

async function register(
  client: RestClient,
  chargeBoxId: string,
  { strict, isAccepted }: { strict: boolean; isAccepted: boolean },
): Promise<void> {
  const { status, body } = await client.post('/chargers', {
    chargeBoxId,
    registration: isAccepted ? 'Accepted' : 'Pending',
    settings: { strict },
  });
  if (status !== 201) throw new Error(`POST /chargers answered ${status}: ${JSON.stringify(body)}`);
}

function assertNoComplaint({ complaints }: Target): void {
  const [first] = complaints;
  if (first !== undefined) throw new FuzzFailure(`The worker complained: ${first.slice(0, 2000)}`);
}

async function explained(
  error: unknown,
  charger: FuzzedCharger,
  index: number,
  { seed, frames, chargers, target }: RunOptions,
): Promise<unknown> {
  if (!(error instanceof FuzzFailure)) return error;
  // What the worker has to say about it comes by another way, and later.
  await setTimeout(COMPLAINT_MS);
  return new FuzzFailure(
    [
      error.message,
      ...target.complaints
        .slice(0, 3)
        .map((complaint) => `The worker complained: ${complaint.slice(0, 500)}`),
      `Charger ${index}, seed ${seed}. Again: npm run fuzz -- --seed ${seed} --frames ${frames} --chargers ${chargers} --only ${index}`,
      `It sent last (whole in ${await charger.sent.write()}):`,
      ...charger.sent.shown(),
    ].join('\n'),
  );
}
