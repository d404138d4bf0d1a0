import { restoreState, walkChargers } from '../../d1/restore-charger.ts';
import type { Env } from '../../env.ts';
import { askUntilSettled } from './ask-until-settled.ts';
import type { PhaseStep } from './phase-step.ts';

const CHARGERS = 20;

/** Shows connection, boot data and statuses as the objects have them, where the events have left something open. */
export async function rebuildStates(env: Env, accountId: string, after: string): Promise<PhaseStep> {
  const page = await walkChargers(env.DB, accountId, after, CHARGERS);
  const now = Date.now();
  await Promise.all(
    page.map(({ chargeBoxId }) =>
      askUntilSettled(env, accountId, chargeBoxId, {
        write: ({ registration: { chargerId }, boot, ...state }) =>
          restoreState(env.DB, {
            ...state,
            accountId,
            chargerId,
            at: now,
            vendor: boot?.vendor ?? null,
            model: boot?.model ?? null,
            firmwareVersion: boot?.firmwareVersion ?? null,
          }),
        isSettled: (before, later) => before.sequence === later.sequence,
      }),
    ),
  );
  const last = page.at(-1);
  return {
    position:
      last === undefined || page.length < CHARGERS ? null : { phase: 'states', after: last.chargerId },
    did: { chargers: page.length },
  };
}
