import { expect, onTestFinished, test } from 'vitest';
import { beginBulk, Fleet, readBulk } from '../support/fleet.ts';
import { RestClient } from '../support/rest-client.ts';
import { newAccount, startServer } from '../support/server.ts';

const PATIENCE = { timeout: 45_000, interval: 200 };

test.each([
  ['ClearCache', {}],
  ['Reset', { type: 'Soft' }],
])(
  'the server ends in the middle of a bulk %s: after its start the rest gets it, and nobody twice',
  async (action, payload) => {
    const first = await startServer();
    onTestFinished(() => first.remove());
    const before = await newAccount(first);
    // Those that are silent are on their way when the server ends.
    const conducts = Array.from({ length: 16 }, (_, index) =>
      index % 4 === 1 ? ('silent' as const) : ('accepts' as const),
    );
    const fleet = await Fleet.online(before, action, conducts);
    const id = await beginBulk(before, {
      filter: { label: fleet.label },
      action,
      payload,
      perSecond: 4,
      timeoutSeconds: 6,
    });
    await expect.poll(() => fleet.callCount, PATIENCE).toBeGreaterThan(4);
    await first.stop();
    await fleet.drop();
    const hadItBefore = fleet.chargeBoxIds.filter((chargeBoxId) => fleet.callsOf(chargeBoxId).length > 0);
    expect(hadItBefore.length).toBeLessThan(16);

    const second = await startServer({ dataFolder: first.dataFolder });
    onTestFinished(() => second.stop());
    const after = new RestClient(second.url, before.apiKey);
    await fleet.connect(second.url);
    await expect
      .poll(() => readBulk(after, id), PATIENCE)
      .toMatchObject({
        state: 'completed',
        counts: { pending: 0, sending: 0 },
      });
    for (const chargeBoxId of fleet.chargeBoxIds) {
      expect(fleet.callsOf(chargeBoxId).length, chargeBoxId).toBeLessThanOrEqual(1);
    }
    const { results } = await readBulk(after, id);
    const told = results.filter(({ chargeBoxId, outcome }) => {
      const wasCalled = fleet.callsOf(chargeBoxId).length === 1;
      if (hadItBefore.includes(chargeBoxId))
        return ['answered', 'connectionLost', 'timedOut'].includes(outcome);
      if (wasCalled) return outcome === 'answered' || outcome === 'timedOut';
      // It had not dialled yet, or this was cut off before the charger's object had it.
      return outcome === 'offline' || outcome === 'interrupted';
    });
    expect(told).toEqual(results);
    await fleet.drop();
  },
);
