import { randomInt } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { register, transactionsOf } from '../support/account.ts';
import { AnsweringCharger } from '../support/answering-charger.ts';
import { boot, start, status } from '../support/charger-messages.ts';
import { commandRequests } from '../support/command-requests.ts';
import { newAccount, sharedServer, unique } from '../support/server.ts';
import { signingCertificate } from '../support/signing-certificate.ts';

const RUNS = 300;

const server = sharedServer();

/** A charger with a running transaction, a local list to send and a configuration to apply. */
async function newCharger(account: Awaited<ReturnType<typeof newAccount>>, seed: number) {
  const chargeBoxId = unique('CP');
  await register(account, chargeBoxId);
  const charger = await AnsweringCharger.connect(server.url, chargeBoxId, seed);
  await charger.call('BootNotification', boot());
  await charger.call('StatusNotification', status(1, 'Available'));
  await charger.call('StatusNotification', status(2, 'Available'));
  await charger.call('StartTransaction', start({ connectorId: 2, idTag: 'VALID1' }));
  await expect.poll(() => transactionsOf(account, chargeBoxId), { timeout: 10_000 }).toHaveLength(1);
  const [transaction] = await transactionsOf(account, chargeBoxId);
  const path = `/chargers/${chargeBoxId}`;
  await account.put(`${path}/local-list`, {
    entries: [{ idTag: 'VALID1', idTagInfo: { status: 'Accepted' } }],
  });
  await account.put(`${path}/configuration/desired`, {
    desired: [{ key: 'MeterValueSampleInterval', value: '60' }],
  });
  return { chargeBoxId, charger, transactionId: String(transaction?.transactionId) };
}

test('whatever a program asks for over REST, each message that leaves is valid by its official schema, and no answer is a fault of ours', async () => {
  const seed = randomInt(2 ** 31);
  console.log(`Outgoing messages: seed ${seed}`);
  const account = await newAccount(server);
  const document: unknown = await (await fetch(`${server.url}/openapi.json`)).json();
  const hints = {
    connectorId: fc.integer({ min: 0, max: 3 }),
    certificate: fc.constant(await signingCertificate()),
    signingCertificate: fc.constant(await signingCertificate()),
    expiryDate: fc.constantFrom('2045-01-15T12:00:00Z', '2046-01-15T12:00:00.5+01:00'),
    // A charger that is online is not waited for, and each of these answers at once.
    timeoutSeconds: fc.integer({ min: 5, max: 120 }),
    chargeBoxId: fc.constant('{chargeBoxId}'),
    key: fc.constantFrom('HeartbeatInterval', 'MeterValueSampleInterval', 'AuthorizationKey', 'Vendor.Key'),
  };
  const chargers: AnsweringCharger[] = [];
  let current = await newCharger(account, seed);
  chargers.push(current.charger);
  const answers: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(commandRequests(document, hints), async ({ method, path, body }) => {
      // A new password, or a change of its security profile, may have ended the connection.
      if (!current.charger.isOpen) {
        current = await newCharger(account, seed);
        chargers.push(current.charger);
      }
      const { chargeBoxId, transactionId } = current;
      const fill = (text: string) =>
        text.replaceAll('{chargeBoxId}', chargeBoxId).replaceAll('{transactionId}', transactionId);
      const given: unknown = body === undefined ? undefined : JSON.parse(fill(JSON.stringify(body)));
      const answer = await account.request(method, fill(path), given);
      const kind = `${Math.floor(answer.status / 100)}xx`;
      answers[kind] = (answers[kind] ?? 0) + 1;
      expect(['2xx', '4xx'], `${method} ${path}: ${JSON.stringify(answer.body)}`).toContain(kind);
      expect(current.charger.faults).toEqual([]);
    }),
    { seed, numRuns: RUNS, endOnFailure: true },
  );
  const Bulk = z.looseObject({ bulkCommands: z.array(z.looseObject({ state: z.string() })) });
  await expect
    .poll(
      async () => {
        const { bulkCommands } = Bulk.parse((await account.get('/bulk-commands')).body);
        return bulkCommands.filter(({ state }) => state !== 'completed');
      },
      { timeout: 30_000 },
    )
    .toEqual([]);
  const called = chargers.flatMap((charger) => charger.called);
  console.log(
    `Outgoing messages: ${called.length} of ${new Set(called).size} kinds; ${JSON.stringify(answers)}`,
  );
  expect(chargers.flatMap(({ faults }) => faults)).toEqual([]);
  // Most of them are to be asked for rightly, else this shows nothing.
  expect(called.length).toBeGreaterThan(RUNS / 4);
  expect(new Set(called).size).toBeGreaterThan(15);
  for (const charger of chargers) charger.terminate();
}, 120_000);
