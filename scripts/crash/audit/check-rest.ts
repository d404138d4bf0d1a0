import * as z from 'zod';
import { inParallel } from '../../../test/support/in-parallel.ts';
import type { RestClient } from '../../../test/support/rest-client.ts';
import type { Told } from '../told.ts';
import { energyKwh } from './energy.ts';
import type { ObjectEvidence } from './stores.ts';

const TransactionAnswer = z.looseObject({
  transactionId: z.string(),
  status: z.string(),
  energyDelivered: z.number().nullable(),
});
const Page = z.looseObject({
  transactions: z.array(TransactionAnswer),
  pagination: z.looseObject({ nextCursor: z.string().nullable() }),
});
const Series = z.looseObject({
  meterValues: z.array(z.looseObject({ timestamp: z.string(), value: z.number().nullable() })),
});

const AT_ONCE = 4;

/** What REST tells otherwise than the charger did: each transaction by id, its series, and all of them as a list. */
export async function checkRest(client: RestClient, told: Told, object: ObjectEvidence): Promise<string[]> {
  const listed = await listAll(client, told.chargeBoxId);
  const faults = object.transactions.flatMap(({ transactionId }) => {
    const times = listed.filter((id) => id === transactionId).length;
    return times === 1
      ? []
      : [`${times === 0 ? 'lost' : 'doubled'}: ${transactionId} is listed ${times} times`];
  });
  const checked = await inParallel(object.transactions, AT_ONCE, async (transaction) => {
    const session = told.sessions.find(
      ({ connectorId, startedAt }) =>
        connectorId === transaction.connectorId && startedAt === transaction.startTimestamp,
    );
    if (session === undefined) return [];
    const { transactionId } = transaction;
    const { status, body } = await client.get(`/transactions/${transactionId}`);
    const answer = TransactionAnswer.safeParse(body);
    if (status !== 200 || !answer.success)
      return [`lost: GET /transactions/${transactionId} answers ${status}`];
    const { meterStart, stop, samples, ocppTransactionId } = session;
    if (transaction.end === null || stop === null) {
      return answer.data.status === 'in_progress' ? [] : [`wrong: ${transactionId} is ${answer.data.status}`];
    }
    const energy = energyKwh(meterStart, stop.meterStop);
    const isRight = answer.data.status === 'completed' && answer.data.energyDelivered === energy;
    const wrong = isRight
      ? []
      : [
          `wrong: ${transactionId} is ${answer.data.status} with ${answer.data.energyDelivered} kWh, not ${energy}`,
        ];
    if (ocppTransactionId === null) return wrong;
    const series = Series.parse((await client.get(`/transactions/${transactionId}/meter-values`)).body);
    return [
      ...wrong,
      ...samples.flatMap(({ at, registerWh, isAcknowledged }) => {
        const found = series.meterValues.filter(
          ({ timestamp, value }) => Date.parse(timestamp) === Date.parse(at) && value === registerWh,
        ).length;
        if (found === 0 && isAcknowledged)
          return [`lost: the series of ${transactionId} has no sample at ${at}`];
        return found > 1 ? [`doubled: the series of ${transactionId} has ${found} samples at ${at}`] : [];
      }),
    ];
  });
  return [...faults, ...checked.flat()];
}

async function listAll(client: RestClient, chargeBoxId: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const behind = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await client.get(`/transactions?chargeBoxId=${chargeBoxId}&limit=200${behind}`);
    const page = Page.parse(body);
    ids.push(...page.transactions.map(({ transactionId }) => transactionId));
    cursor = page.pagination.nextCursor;
  }
  return ids;
}
