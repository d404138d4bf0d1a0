import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { newSite } from '../../support/worker/charging-site.ts';
import { eventsOf, transactionBody } from '../../support/worker/projected-events.ts';

const Row = z.object({ body: z.string() });

test('events that come again after newer ones take no transaction back, to its start or to an earlier end', async () => {
  const site = await newSite();
  const { number, project } = eventsOf(site);
  const transactionId = `txn_${crypto.randomUUID().replaceAll('-', '')}`;
  const at = (asOf: string, fields: Parameters<typeof transactionBody>[0] | object) =>
    transactionBody({ transactionId, chargeBoxId: site.chargeBoxId, asOf, ...fields });
  const events = number([
    { event: 'transaction.started', data: at('2025-01-15T10:35:00Z', {}) },
    {
      event: 'transaction.stopped',
      data: at('2025-01-15T11:00:00.250Z', {
        status: 'completed',
        energyDelivered: 5,
        quality: ['estimated'],
      }),
    },
    // The end that came late is the newer one, though its text sorts before the other.
    {
      event: 'transaction.stopped',
      data: at('2025-01-15T11:00:01Z', { status: 'completed', energyDelivered: 18.73, quality: ['exact'] }),
    },
  ]);
  const shown = async () => {
    const row = await env.DB.prepare('SELECT body FROM transactions WHERE transaction_id = ?')
      .bind(transactionId)
      .first();
    return JSON.parse(Row.parse(row).body) as unknown;
  };
  await project(events);
  for (const event of events) {
    await project([event]);
    expect(await shown()).toMatchObject({ status: 'completed', energyDelivered: 18.73, quality: ['exact'] });
  }
});
