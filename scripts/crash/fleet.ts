import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { inParallel } from '../../test/support/in-parallel.ts';
import type { RestClient } from '../../test/support/rest-client.ts';
import { CrashCharger } from './crash-charger.ts';
import type { Told } from './told.ts';

const Registered = z.looseObject({ id: z.string() });
const AT_ONCE = 8;
const LOOK_AGAIN_MS = 2;

/** One in so many never comes back after the last kill. */
const VANISHING = 4;

interface FleetOptions {
  client: RestClient;
  chargers: number;
  seed: number;
  /** Where the server is; null while it is down. */
  url: () => string | null;
}

/** The chargers of a run. */
export class Fleet {
  private readonly chargers: readonly CrashCharger[];
  private readonly runs: Promise<void>[] = [];

  private constructor(chargers: readonly CrashCharger[]) {
    this.chargers = chargers;
  }

  /** Registers them and their id tags; they do not dial yet. */
  static async register({ client, chargers, seed, url }: FleetOptions): Promise<Fleet> {
    const indices = Array.from({ length: chargers }, (_, index) => index);
    return new Fleet(
      await inParallel(indices, AT_ONCE, async (index) => {
        const chargeBoxId = `CRASH-${index}`;
        const idTag = `DRIVER-${index}`;
        const { id } = Registered.parse(await created(client, '/chargers', { chargeBoxId }));
        await created(client, '/id-tags', { idTag });
        return new CrashCharger({ chargeBoxId, chargerId: id, idTag, seed, index, url });
      }),
    );
  }

  start(): void {
    for (const charger of this.chargers) this.runs.push(charger.run());
  }

  /** Waits until so many more calls have been answered, so long at most. */
  async untilAnswered(calls: number, milliseconds: number): Promise<void> {
    const enough = this.answered + calls;
    const deadline = performance.now() + milliseconds;
    while (this.answered < enough && performance.now() < deadline) await wait(LOOK_AGAIN_MS);
  }

  /**
   * Has all but those who will vanish end what they have begun, and waits for the last answer, so long at most; the
   * others go on.
   */
  async finish(milliseconds: number): Promise<void> {
    const staying = this.chargers.filter((_, index) => !isVanishing(index));
    for (const charger of staying) charger.finish();
    const { promise: late, resolve: giveUp } = Promise.withResolvers<void>();
    const timer = setTimeout(giveUp, milliseconds);
    await Promise.race([Promise.all(this.runs.filter((_, index) => !isVanishing(index))), late]);
    clearTimeout(timer);
    for (const charger of staying) {
      const { waitsFor, told } = charger;
      if (waitsFor !== null) told.complaints.push(`${waitsFor} is not answered after ${milliseconds} ms`);
    }
  }

  vanish(): void {
    for (const charger of this.chargers) charger.vanish();
  }

  get told(): Told[] {
    return this.chargers.map(({ told }) => told);
  }

  private get answered(): number {
    return sum(this.chargers.map(({ counts }) => counts.answered));
  }

  /** In numbers, over all chargers. */
  get counts() {
    const sessions = this.told.flatMap((told) => told.sessions);
    return {
      answered: this.answered,
      repeated: sum(this.chargers.map(({ counts }) => counts.repeated)),
      starts: sessions.filter(({ ocppTransactionId }) => ocppTransactionId !== null).length,
      stops: sessions.filter(({ stop }) => stop?.isAcknowledged === true).length,
      samples: sessions.flatMap(({ samples }) => samples).filter(({ isAcknowledged }) => isAcknowledged)
        .length,
      statuses: this.told.flatMap(({ statuses }) => statuses).filter(({ isAcknowledged }) => isAcknowledged)
        .length,
    };
  }
}

function isVanishing(index: number): boolean {
  return index % VANISHING === VANISHING - 1;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

async function created(client: RestClient, path: string, body: object): Promise<unknown> {
  const answer = await client.post(path, body);
  if (answer.status === 201) return answer.body;
  throw new Error(`POST ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
}
