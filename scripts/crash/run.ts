import { setTimeout as wait } from 'node:timers/promises';
import { RestClient } from '../../test/support/rest-client.ts';
import { createAccount } from '../start/account.ts';
import { audit } from './audit/audit.ts';
import { Dice } from './dice.ts';
import { Fleet } from './fleet.ts';
import { KillableServer } from './killable-server.ts';

export interface CrashOptions {
  kills: number;
  chargers: number;
  seed: number;
  onProgress?: (line: string) => void;
}

export interface Verdict {
  /** What was lost or doubled, each with its ids; empty when nothing was. */
  faults: string[];
  /** Stops that were acknowledged. */
  stops: number;
  /** What was tried, in numbers. */
  summary: string;
  /** Where the server's data are, as the audit found them; null once they are removed. */
  dataFolder: string | null;
}

/**
 * Before most kills so many calls are answered, for each charger, and then some ms pass: however slow the machine, a
 * kill falls into the work. Some fall into the start itself.
 */
const MOST_ANSWERS_A_CHARGER = 30;
const THEN_MS = 20;
const STARTS_MS = 800;
const KILLED_AT_ITS_START = 0.1;

/** As long as a charger may take to end its session and get its last answer. */
const FINISHES_WITHIN_MS = 60_000;

/** Runs a fleet while its server is killed again and again, then looks for everything that was acknowledged. */
export async function runCrash({ kills, chargers, seed, onProgress }: CrashOptions): Promise<Verdict> {
  const startedAt = performance.now();
  const server = await KillableServer.create();
  try {
    const first = await server.start();
    if (first === null) throw new Error('The server did not start.');
    const apiKey = await createAccount(first.url, server.adminToken, 'Crash');
    const client = new RestClient(first.url, apiKey);
    const fleet = await Fleet.register({ client, chargers, seed, url: () => server.url });
    fleet.start();
    const tell = (kill: number, how: string) =>
      onProgress?.(`kill ${kill} of ${kills} ${how}: ${line(fleet)}`);
    const dice = new Dice(seed, 'kills');
    let starting: Promise<unknown> = Promise.resolve();
    for (let kill = 1; kill < kills; kill += 1) {
      const isAtItsStart = kill > 1 && dice.chance(KILLED_AT_ITS_START);
      if (isAtItsStart) {
        await wait(dice.between(0, STARTS_MS));
      } else {
        await starting;
        await fleet.untilAnswered(dice.between(1, MOST_ANSWERS_A_CHARGER * chargers), FINISHES_WITHIN_MS);
        await wait(dice.between(0, THEN_MS));
      }
      await server.kill();
      await starting;
      tell(kill, isAtItsStart ? 'while it starts' : 'while it serves');
      starting = server.start();
      // It may fail while the next kill is waited for; who awaits it hears of that.
      starting.catch(() => {});
    }
    await starting;
    await fleet.finish(FINISHES_WITHIN_MS);
    await server.kill();
    fleet.vanish();
    tell(kills, 'right after the last answer');
    const last = await server.start({ canReadObjects: true });
    if (last === null) throw new Error('The server did not start.');
    const { faults, repeatedSamples } = await audit({ ready: last, apiKey, told: fleet.told });
    const summary = `${kills} kills, ${chargers} chargers, ${line(fleet)}, ${repeatedSamples} samples stored twice and counted once; ${Math.round((performance.now() - startedAt) / 1000)} s`;
    const { stops } = fleet.counts;
    if (faults.length > 0) {
      await server.stop();
      return { faults, stops, summary, dataFolder: server.dataFolder };
    }
    await server.remove();
    return { faults, stops, summary, dataFolder: null };
  } catch (error) {
    await server.remove();
    throw error;
  }
}

function line({ counts }: Fleet): string {
  const { answered, repeated, starts, stops, samples, statuses } = counts;
  return `${answered} calls acknowledged, ${repeated} sent again, ${starts} starts, ${stops} stops, ${statuses} statuses, ${samples} samples`;
}
