import { parseArgs } from 'node:util';
import * as z from 'zod';
import { findInstance, INSTANCE_HELP, type Instance } from '../instance/instance.ts';

export const HELP = `Makes D1 whole again from the logs and the objects of the chargers, after it was lost or set back in time.

Usage: npm run rebuild -- [options]

${INSTANCE_HELP}
  --account ID        only this account (acc_…); default: all that D1 knows, one after the other
  --since TIME        show only events from this time on again, e.g. 2025-01-15T10:00:00Z: a little before the moment
                      that D1 was set back to. Default: all that the logs hold, which is always right
  --remove-strays     take chargers off the list that D1 shows and that do not exist any more
  --cursor C          go on where an earlier run ended
  --help              this text

It changes only what is wrong, so that it may be run at any time, again, and while chargers are connected.
API keys and id tags are in D1 alone: no rebuild brings them back. See docs/recovery.md.

Exit code 0: done. 1: the instance refused, and what to do next is printed. 2: wrong options.
`;

const ARGUMENTS = {
  url: { type: 'string' },
  'admin-token': { type: 'string' },
  account: { type: 'string' },
  since: { type: 'string' },
  'remove-strays': { type: 'boolean', default: false },
  cursor: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const Values = z.object({
  account: z
    .string()
    .regex(/^acc_[0-9a-f]{32}$/, 'the id of an account: acc_ and 32 hex digits')
    .optional(),
  since: z.iso.datetime({ offset: true, error: 'a time such as 2025-01-15T10:00:00Z' }).optional(),
});

export interface Options {
  instance: Instance;
  /** What the first step is asked for. */
  first: { accountId?: string; since?: string; removeStrays?: boolean } | { cursor: string };
}

/** The command line as options; throws with one line that says what is wrong with it. */
export async function parseOptions(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<Options | 'help'> {
  const { values } = parseArgs({ args: [...args], options: ARGUMENTS, allowPositionals: false });
  if (values.help) return 'help';
  const parsed = Values.safeParse(values);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`--${String(issue?.path[0] ?? '')} wants ${issue?.message ?? 'another value'}`);
  }
  const { account, since } = parsed.data;
  const { cursor, url, 'admin-token': adminToken, 'remove-strays': removeStrays } = values;
  if (cursor !== undefined && (account !== undefined || since !== undefined || removeStrays)) {
    throw new Error('--cursor says everything: leave the other options away');
  }
  return {
    instance: await findInstance({ url, adminToken }, environment),
    first:
      cursor === undefined
        ? {
            ...(account === undefined ? {} : { accountId: account }),
            ...(since === undefined ? {} : { since }),
            ...(removeStrays ? { removeStrays } : {}),
          }
        : { cursor },
  };
}
