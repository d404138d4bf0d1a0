import { eventLogName } from '../../contracts/event-log-rpc.ts';
import type { ChargerSnapshot } from '../../contracts/recovery-rpc.ts';
import { deleteCharger } from '../../d1/chargers.ts';
import { listedAmong, restoreRegistration, walkChargers } from '../../d1/restore-charger.ts';
import type { Env } from '../../env.ts';
import { askUntilSettled } from './ask-until-settled.ts';
import type { RebuildCursor } from './rebuild-cursor.ts';
import type { PhaseStep } from './phase-step.ts';

/** Chargers in a step: each takes two questions to its object and two to D1. */
const CHARGERS = 20;

/** Corrects the registrations that D1 has, by what the objects of the chargers know. */
export async function rebuildListed(
  env: Env,
  { accountId, removesStrays }: RebuildCursor,
  after: string,
): Promise<PhaseStep> {
  const page = await walkChargers(env.DB, accountId, after, CHARGERS);
  const isThere = await Promise.all(page.map(({ chargeBoxId }) => register(env, accountId, chargeBoxId)));
  const strays = page.filter((_, index) => isThere[index] === false).map(({ chargeBoxId }) => chargeBoxId);
  if (removesStrays) {
    for (const chargeBoxId of strays) await deleteCharger(env.DB, accountId, chargeBoxId);
  }
  const last = page.at(-1);
  return {
    position:
      last === undefined || page.length < CHARGERS ? null : { phase: 'listed', after: last.chargerId },
    did: { chargers: page.length },
    strays,
  };
}

/** Lists the chargers that the log knows and D1 does not, if they still are that charger. */
export async function rebuildKnown(env: Env, accountId: string, after: string): Promise<PhaseStep> {
  const log = env.EVENT_LOG.getByName(eventLogName(accountId));
  const page = await log.knownChargers(after, CHARGERS);
  const listed = await listedAmong(
    env.DB,
    accountId,
    page.map(({ chargerId }) => chargerId),
  );
  const missing = page.filter(({ chargerId, chargeBoxId }) => chargeBoxId !== '' && !listed.has(chargerId));
  // One that was deleted and registered again has several ids: its object knows which of them it is.
  const identities = [...new Set(missing.map(({ chargeBoxId }) => chargeBoxId))];
  const isThere = await Promise.all(identities.map((chargeBoxId) => register(env, accountId, chargeBoxId)));
  const last = page.at(-1);
  return {
    position: last === undefined || page.length < CHARGERS ? null : { phase: 'known', after: last.chargerId },
    did: { chargers: isThere.filter(Boolean).length },
  };
}

/** False where no charger of this account lives under the identity. */
function register(env: Env, accountId: string, chargeBoxId: string): Promise<boolean> {
  return askUntilSettled(env, accountId, chargeBoxId, {
    write: ({ registration }) => restoreRegistration(env.DB, registration),
    isSettled: (before, after) => textOf(before) === textOf(after),
  });
}

function textOf({ registration }: ChargerSnapshot): string {
  return JSON.stringify(registration);
}
