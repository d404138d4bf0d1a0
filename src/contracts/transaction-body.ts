import * as z from 'zod';

/** A transaction as REST answers, events and the projection in D1 all show it. */
export const TransactionBody = z.object({
  transactionId: z.string(),
  ocppTransactionId: z.int(),
  chargeBoxId: z.string(),
  connectorId: z.int().nullable(),
  idTag: z.string().nullable(),
  status: z.enum(['in_progress', 'completed']),
  authorizationStatus: z.string(),
  startTime: z.string(),
  stopTime: z.string().nullable(),
  /** kWh, at most 3 decimals. */
  energyDelivered: z.number().nullable(),
  /** kWh that the vehicle gave back (vehicle to grid), never taken off `energyDelivered`; null where none was metered. */
  energyExported: z.number().nullable().default(null),
  /** Whole minutes. */
  durationMinutes: z.int().nullable(),
  /** Whole minutes that the car stood after its energy had stopped; null where its meter does not tell. */
  idleMinutes: z.int().nullable(),
  /** Wh, as the charger sent it. */
  meterStart: z.number().nullable(),
  /** Wh, as the charger sent it. */
  meterStop: z.number().nullable(),
  stopReason: z.string().nullable(),
  stoppedByIdTag: z.string().nullable(),
  remoteStarted: z.boolean(),
  /** The charger has accepted a remote stop, and its StopTransaction is still to come. */
  stopRequested: z.boolean().default(false),
  /** State of charge in percent, where the charger reports it. */
  soc: z.number().nullable(),
  /** Power now, kW, while it runs. */
  powerKw: z.number().nullable(),
  /** kWh that the connector's meter moved since the transaction before; null where that is not known. */
  unaccountedEnergy: z.number().nullable(),
  quality: z.array(z.string()),
  anomalies: z.array(z.string()),
  /** When these figures were taken. */
  asOf: z.string(),
});
export type TransactionBody = z.infer<typeof TransactionBody>;
