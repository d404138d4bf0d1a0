import { parseArgs } from 'node:util';
import * as z from 'zod';
import { ask, InstanceRefused } from './instance/ask.ts';
import { findInstance, INSTANCE_HELP, type Instance } from './instance/instance.ts';

const HELP = `Tells what still needs an old key of DIGEST_KEYS, before it is taken out.

Usage: npm run digest-keys -- [options]

${INSTANCE_HELP}
  --help              this text

Exit code 0: nothing needs an old key. 1: something does, or the instance refused. 2: wrong options.
`;

const ARGUMENTS = {
  url: { type: 'string' },
  'admin-token': { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const Step = z.object({
  currentKeyId: z.string(),
  looked: z.int(),
  chargers: z.array(
    z.object({
      accountId: z.string(),
      chargeBoxId: z.string(),
      keyIds: z.array(z.string()),
      lastSeenAt: z.string().nullable(),
    }),
  ),
  secrets: z.array(z.object({ accountId: z.string(), secret: z.string(), keyId: z.string() })),
  nextCursor: z.string().nullable(),
});

/** What a secret of an account needs to move on to the current key. */
const CURE: { readonly [secret: string]: string } = {
  authorityKey: 'moves on when the account reads its certificate authority or certifies a charger',
  authorityToken: 'moves on when it is set again with PATCH /api/v1/account',
};

/** How many things hang on an old key; each is printed. */
async function tell(instance: Instance): Promise<number> {
  let found = 0;
  let looked = 0;
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const step: z.infer<typeof Step> = await ask(
      instance,
      { method: 'GET', path: `/admin/digest-keys${query}` },
      Step,
    );
    for (const { accountId, chargeBoxId, keyIds, lastSeenAt } of step.chargers) {
      console.log(
        `${accountId}  ${chargeBoxId}: key ${keyIds.join(', ')}, last seen ${lastSeenAt ?? 'never'}`,
      );
    }
    for (const { accountId, secret, keyId } of step.secrets) {
      console.log(`${accountId}  ${secret}: key ${keyId}, ${CURE[secret] ?? 'has to be set again'}`);
    }
    found += step.chargers.length + step.secrets.length;
    looked += step.looked;
    cursor = step.nextCursor;
  } while (cursor !== null);
  console.log(
    found === 0
      ? `${looked} chargers: nothing needs an old key. Upload URLs made with it stay good for 14 days: keep it so long.`
      : `${looked} chargers: ${found} need an old key. A charger moves on with its next login; POST …/reset brings it about.`,
  );
  return found;
}

async function main(): Promise<number> {
  let instance: Instance;
  try {
    const { values } = parseArgs({ options: ARGUMENTS, allowPositionals: false });
    if (values.help) {
      process.stdout.write(HELP);
      return 0;
    }
    instance = await findInstance({ url: values.url, adminToken: values['admin-token'] }, process.env);
  } catch (error) {
    console.error(
      `${error instanceof Error ? error.message : String(error)}\nSee npm run digest-keys -- --help`,
    );
    return 2;
  }
  try {
    return (await tell(instance)) === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof InstanceRefused)) throw error;
    console.error(error.message);
    return 1;
  }
}

process.exitCode = await main();
