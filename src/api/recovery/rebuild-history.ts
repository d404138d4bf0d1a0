import type { HistoryPosition } from '../../contracts/recovery-rpc.ts';
import { walkChargers } from '../../d1/restore-charger.ts';
import { restoreHistory } from '../../d1/restore-history.ts';
import type { Env } from '../../env.ts';
import { chargerObject, reading } from '../charger-object.ts';
import type { PhaseStep } from './phase-step.ts';

/** Chargers in a step; a long history takes several steps. */
const CHARGERS = 20;
/** Transactions, and commands, that an object tells at once. */
const PAGE = 200;
/** A step ends behind so many. */
const ENOUGH = 400;

/** Shows what the log does not hold any more: transactions, and which commands went where. */
export async function rebuildHistory(
  env: Env,
  accountId: string,
  { after, within }: { after: string; within: HistoryPosition | null },
): Promise<PhaseStep> {
  const page = await walkChargers(env.DB, accountId, after, CHARGERS);
  const did = { chargers: 0, transactions: 0, commands: 0 };
  let done = after;
  let place = within;
  for (const charger of page) {
    const object = chargerObject(env.CHARGER, charger.chargeBoxId);
    do {
      if (did.transactions + did.commands >= ENOUGH) {
        return { position: { phase: 'history', after: done, within: place }, did };
      }
      const from: HistoryPosition | null = place;
      const told = await reading(async () => object.history(accountId, from, PAGE));
      if (told !== null) await restoreHistory(env.DB, charger, told);
      did.transactions += told?.transactions.length ?? 0;
      did.commands += told?.commandIds.length ?? 0;
      place = told?.next ?? null;
    } while (place !== null);
    done = charger.chargerId;
    did.chargers += 1;
  }
  return { position: page.length < CHARGERS ? null : { phase: 'history', after: done, within: null }, did };
}
