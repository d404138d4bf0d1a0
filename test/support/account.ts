import * as z from 'zod';
import type { RestClient } from './rest-client.ts';
import type { TestServer } from './server.ts';

const RegisteredCharger = z.looseObject({
  chargeBoxId: z.string(),
  id: z.string(),
  connectionUrl: z.string(),
});
type RegisteredCharger = z.infer<typeof RegisteredCharger>;

const Transactions = z.object({
  transactions: z.array(z.looseObject({ transactionId: z.string(), ocppTransactionId: z.int() })),
});

/** Registers a charger and gives the answer; throws unless it is 201. */
export async function register(
  account: RestClient,
  chargeBoxId: string,
  fields: Record<string, unknown> = {},
): Promise<RegisteredCharger> {
  const { status, body } = await account.post('/chargers', { chargeBoxId, ...fields });
  if (status !== 201) throw new Error(`POST /chargers answered ${status}: ${JSON.stringify(body)}`);
  return RegisteredCharger.parse(body);
}

/** The transactions of a charger as the list shows them, the newest first. */
export async function transactionsOf(account: RestClient, chargeBoxId: string) {
  const { body } = await account.get(`/transactions?chargeBoxId=${encodeURIComponent(chargeBoxId)}`);
  return Transactions.parse(body).transactions;
}

/** The id of the account that a charger is registered in, which no answer shows. */
export async function accountIdOf(server: TestServer, { id }: { id: string }): Promise<string> {
  const [row] = await server.databaseRows('SELECT account_id FROM chargers WHERE charger_id = ?', id);
  return z.string().parse(row?.['account_id']);
}
