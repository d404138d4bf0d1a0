import * as z from 'zod';
import type { RestClient } from './rest-client.ts';

/** As long as a test waits for what D1 shows within a second of the acknowledgement; the machine may be busy. */
export const SOON = { timeout: 4_000, interval: 25 };

const Flags = z.looseObject({
  flags: z.record(z.string(), z.looseObject({ count: z.int(), example: z.string().nullable() })),
});

const Series = z.looseObject({
  meterValues: z.array(
    z.looseObject({
      timestamp: z.string(),
      measurand: z.string().nullable(),
      value: z.number().nullable(),
      unit: z.string().nullable(),
      context: z.string().nullable(),
      raw: z.unknown(),
    }),
  ),
});

const Commands = z.looseObject({ commands: z.array(z.looseObject({ commandId: z.string() })) });

/** What REST shows of a charger. */
export async function readCharger(account: RestClient, chargeBoxId: string): Promise<unknown> {
  return (await account.get(`/chargers/${encodeURIComponent(chargeBoxId)}`)).body;
}

/** What REST shows of one connector. */
export async function readConnector(
  account: RestClient,
  chargeBoxId: string,
  connectorId: number,
): Promise<unknown> {
  const path = `/chargers/${encodeURIComponent(chargeBoxId)}/connectors/${connectorId}/status`;
  return (await account.get(path)).body;
}

/** The charger's flags: how often, by name. */
export async function flagsOf(account: RestClient, chargeBoxId: string): Promise<Record<string, number>> {
  const { flags } = Flags.parse(await readCharger(account, chargeBoxId));
  return Object.fromEntries(Object.entries(flags).map(([name, { count }]) => [name, count]));
}

/** The example that a flag was raised with last. */
export async function exampleOf(
  account: RestClient,
  chargeBoxId: string,
  flag: string,
): Promise<string | null> {
  return Flags.parse(await readCharger(account, chargeBoxId)).flags[flag]?.example ?? null;
}

/** The samples of a transaction, in the order of time. */
export async function meterValuesOf(account: RestClient, transactionId: string) {
  const { body } = await account.get(`/transactions/${transactionId}/meter-values`);
  return Series.parse(body).meterValues;
}

/** The samples of a connector outside transactions, in the order of time. */
export async function connectorMeterValuesOf(
  account: RestClient,
  chargeBoxId: string,
  connectorId: number,
  query = '',
) {
  const path = `/chargers/${encodeURIComponent(chargeBoxId)}/connectors/${connectorId}/meter-values${query}`;
  return Series.parse((await account.get(path)).body).meterValues;
}

/** A command to the charger as the list of its commands shows it. */
export async function readCommand(
  account: RestClient,
  chargeBoxId: string,
  commandId: string,
): Promise<unknown> {
  const { body } = await account.get(`/chargers/${encodeURIComponent(chargeBoxId)}/commands`);
  return Commands.parse(body).commands.find((command) => command.commandId === commandId);
}
