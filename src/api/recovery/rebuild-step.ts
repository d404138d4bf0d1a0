import { eventLogName } from '../../contracts/event-log-rpc.ts';
import { recount } from '../../d1/restore-history.ts';
import type { Env } from '../../env.ts';
import { assertNever } from '../../lib/assert-never.ts';
import { asking } from '../charger-object.ts';
import { ApiError } from '../errors/api-error.ts';
import type { PhaseStep, Tally } from './phase-step.ts';
import { rebuildHistory } from './rebuild-history.ts';
import { rebuildKnown, rebuildListed } from './rebuild-registrations.ts';
import { rebuildStates } from './rebuild-states.ts';
import { nextPhase, type Position, type RebuildCursor } from './rebuild-cursor.ts';

/** Events shown again in a step. */
const EVENTS = 500;

/** Does the work at the cursor: so much of it that a request can, and the same again where it was cut off. */
export async function rebuildStep(
  env: Env,
  cursor: RebuildCursor,
): Promise<{ position: Position | null; did: Tally; strays: string[] }> {
  const { position, did, strays = [] } = await workAt(env, cursor);
  return {
    position: position ?? nextPhase(cursor.position.phase),
    did: { chargers: 0, events: 0, transactions: 0, commands: 0, ...did },
    strays,
  };
}

async function workAt(env: Env, cursor: RebuildCursor): Promise<PhaseStep> {
  const { accountId, position } = cursor;
  switch (position.phase) {
    case 'listed':
      return rebuildListed(env, cursor, position.after);
    case 'known':
      return rebuildKnown(env, accountId, position.after);
    case 'events':
      return replay(env, cursor, position.after);
    case 'states':
      return rebuildStates(env, accountId, position.after);
    case 'history':
      return rebuildHistory(env, accountId, position);
    case 'counts':
      await recount(env.DB, accountId);
      return { position: null, did: {} };
    default:
      return assertNever(position);
  }
}

async function replay(env: Env, { accountId, since }: RebuildCursor, after: number): Promise<PhaseStep> {
  const log = env.EVENT_LOG.getByName(eventLogName(accountId));
  const step = await asking(async () => log.replay({ after, since, limit: EVENTS }));
  if (step.kind === 'databaseUnavailable') {
    throw new ApiError(
      'SERVICE_UNAVAILABLE',
      'D1 did not take the events. Send the same request again in a few seconds.',
      { retryAfterSeconds: 5 },
    );
  }
  const { through, last, events } = step;
  return { position: through < last ? { phase: 'events', after: through } : null, did: { events } };
}
