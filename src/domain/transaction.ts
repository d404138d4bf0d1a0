import * as z from 'zod';

/** What a charger was told of the tag (OCPP 1.6 7.2 AuthorizationStatus). */
export const AuthorizationStatus = z.enum(['Accepted', 'Blocked', 'Expired', 'Invalid', 'ConcurrentTx']);
export type AuthorizationStatus = z.infer<typeof AuthorizationStatus>;

/** Who ended a transaction: the charger's StopTransaction, or this system by estimate until the real stop comes. */
export const EndedBy = z.enum(['charger', 'superseded', 'operator', 'deleted']);
export type EndedBy = z.infer<typeof EndedBy>;

/**
 * One charging transaction as the charger's object keeps it. Times are milliseconds since the epoch, meters are Wh as
 * the charger sent them; null is what nobody told us.
 */
export const Transaction = z.object({
  /** Public id, unique everywhere. */
  transactionId: z.string(),
  /** The integer on the wire: positive, 32 bits, never used again by this charger (OCPP 1.6 errata 3.54). */
  ocppTransactionId: z.int(),
  connectorId: z.int().nullable(),
  idTag: z.string().nullable(),
  /** What the charger was told of the tag. */
  authorization: z.object({
    status: AuthorizationStatus,
    expiryDate: z.int().nullable(),
    parentIdTag: z.string().nullable(),
  }),
  startedAt: z.int(),
  startReceivedAt: z.int(),
  /** The start time word for word, by which a repeated start is known. */
  startTimestamp: z.string().nullable(),
  meterStart: z.number().nullable(),
  reservationId: z.int().nullable(),
  /** The remote start that led to it. */
  startCommandId: z.string().nullable(),
  /** When the charger accepted a remote stop of it. */
  stopRequestedAt: z.int().nullable().default(null),
  /** Wh that the connector's meter moved since the transaction before it. */
  unaccountedWh: z.number().nullable(),
  /** Its samples lie behind this row of `meter_values`. */
  metersAfterRow: z.int(),
  /** Present once it has ended. */
  end: z
    .object({
      endedBy: EndedBy,
      stoppedAt: z.int(),
      stopReceivedAt: z.int(),
      meterStop: z.number().nullable(),
      reason: z.string().nullable(),
      stoppedByIdTag: z.string().nullable(),
      energyWh: z.number().nullable(),
      /** Wh that the vehicle gave back, where it was metered. */
      exportWh: z.number().nullable().default(null),
      quality: z.array(z.string()),
      soc: z.number().nullable(),
      idleMs: z.number().nullable().default(null),
    })
    .nullable(),
  anomalies: z.array(z.string()),
});
export type Transaction = z.infer<typeof Transaction>;

/** The transaction with what was odd about it, each name once. */
export function withAnomalies(transaction: Transaction, names: readonly string[]): Transaction {
  return { ...transaction, anomalies: [...new Set([...transaction.anomalies, ...names])] };
}
