import * as z from 'zod';
import type { TestServer } from './server.ts';

const CommandRow = z.looseObject({
  state: z.string(),
  answer: z.unknown(),
  outcome: z.looseObject({ state: z.string(), transactionId: z.string().nullable() }).nullable(),
});

/** A command as its charger's object keeps it. */
export async function commandRow(server: TestServer, chargeBoxId: string, commandId: string) {
  const query = 'SELECT data FROM commands WHERE command_id = ?';
  const [row] = await server.objectRows('Charger', chargeBoxId.toLowerCase(), query, commandId);
  return CommandRow.parse(JSON.parse(String(row?.['data'])));
}
