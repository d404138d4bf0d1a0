import type { ChargerSnapshot } from '../../contracts/recovery-rpc.ts';
import type { Env } from '../../env.ts';
import { chargerObject, reading } from '../charger-object.ts';

/** A charger that changes more often than it is asked is left to its own events. */
const TRIES = 3;

/**
 * Writes to D1 what a charger's object says, and asks it again afterwards: what has changed meanwhile may have reached D1
 * before what was written here, and would be lost under it.
 *
 * @returns false where no charger of this account lives under the identity
 */
export async function askUntilSettled(
  env: Env,
  accountId: string,
  chargeBoxId: string,
  {
    write,
    isSettled,
  }: {
    write: (snapshot: ChargerSnapshot) => Promise<void>;
    isSettled: (before: ChargerSnapshot, after: ChargerSnapshot) => boolean;
  },
): Promise<boolean> {
  const object = chargerObject(env.CHARGER, chargeBoxId);
  const ask = (): Promise<ChargerSnapshot | null> => reading(async () => object.snapshot(accountId));
  let snapshot = await ask();
  for (let tries = 0; snapshot !== null && tries < TRIES; tries += 1) {
    await write(snapshot);
    const after = await ask();
    if (after !== null && isSettled(snapshot, after)) return true;
    snapshot = after;
  }
  return snapshot !== null;
}
