import * as z from 'zod';
import { ask, InstanceRefused } from '../instance/ask.ts';
import type { Options } from './options.ts';

const Step = z.object({
  accountId: z.string(),
  phase: z.string(),
  did: z.object({ chargers: z.int(), events: z.int(), transactions: z.int(), commands: z.int() }),
  strays: z.array(z.string()),
  nextCursor: z.string().nullable(),
});
type Step = z.infer<typeof Step>;

const MEANING: { readonly [phase: string]: string } = {
  listed: 'chargers that D1 lists',
  known: 'chargers that the log knows and D1 did not',
  events: 'events of the log',
  states: 'connections, boot data and statuses',
  history: 'transactions and commands that the chargers keep',
  counts: 'accounts whose totals were counted anew',
};

/** Drives all steps and tells of each phase; false where the instance refused. */
export async function runRebuild(
  { instance, first }: Options,
  print: (line: string) => void,
): Promise<boolean> {
  const progress = new Progress(print);
  const strays: string[] = [];
  let body: Options['first'] = first;
  try {
    for (;;) {
      const step = await ask(instance, { method: 'POST', path: '/admin/rebuild', body }, Step);
      progress.add(step);
      strays.push(...step.strays);
      if (step.nextCursor === null) break;
      body = { cursor: step.nextCursor };
    }
  } catch (error) {
    if (!(error instanceof InstanceRefused)) throw error;
    print(error.message);
    if ('cursor' in body)
      print(`Nothing is lost. Go on later with: npm run rebuild -- --cursor ${body.cursor}`);
    return false;
  }
  progress.tell();
  print('Done: D1 shows what the logs and the chargers know.');
  for (const line of adviceOn(strays)) print(line);
  return true;
}

function adviceOn(strays: readonly string[]): string[] {
  return [
    ...(strays.length === 0
      ? []
      : [
          `Listed, but no charger of the account any more: ${strays.join(', ')}`,
          '  Deleted after the moment that D1 was set back to, most likely: --remove-strays takes them off the list.',
        ]),
    'Next: look at GET /api/v1/chargers and /api/v1/transactions. What was made after the restore point and lies in D1',
    'alone has to be made again: accounts, API keys, id tags, configurations of labels, handlers of vendor data.',
    'A charger that was registered while the log was down appears with its first connection: then run this once more.',
  ];
}

/** Steps of a phase behind which it tells how far it is. */
const TELL_EVERY = 20;

/** A line for each phase when it is over, with its sum, and some on the way. */
class Progress {
  private readonly print: (line: string) => void;
  private phase: { name: string; steps: number; sum: number } | null = null;

  constructor(print: (line: string) => void) {
    this.print = print;
  }

  add({ accountId, phase, did }: Step): void {
    const name = `${accountId}  ${MEANING[phase] ?? phase}`;
    if (this.phase?.name !== name) {
      this.tell();
      this.phase = { name, steps: 0, sum: 0 };
    }
    this.phase.steps += 1;
    // The last phase counts one account.
    this.phase.sum += phase === 'counts' ? 1 : did.chargers + did.events + did.transactions + did.commands;
    if (this.phase.steps % TELL_EVERY === 0) this.tell(' …');
  }

  tell(more = ''): void {
    if (this.phase !== null) this.print(`${this.phase.name}: ${this.phase.sum}${more}`);
  }
}
