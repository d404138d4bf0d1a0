import * as z from 'zod';
import { ReservationState } from '../domain/reservation.ts';
import { TransactionBody } from './transaction-body.ts';

/** What a charger's object tells its account's log. The data is what subscribers get; the projection in D1 reads it too. */
export const ChargerEventBody = z.discriminatedUnion('event', [
  z.object({ event: z.literal('charger.connected'), data: z.object({}) }),
  z.object({
    event: z.literal('charger.disconnected'),
    data: z.object({ reason: z.string(), lastSeenAt: z.string().nullable() }),
  }),
  z.object({
    event: z.literal('charger.boot'),
    data: z.object({
      vendor: z.string(),
      model: z.string(),
      firmwareVersion: z.string().nullable(),
      registration: z.string(),
    }),
  }),
  z.object({
    event: z.literal('connector.status_changed'),
    data: z.object({
      connectorId: z.int(),
      status: z.string(),
      previousStatus: z.string().nullable(),
      errorCode: z.string(),
      info: z.string().nullable(),
      vendorErrorCode: z.string().nullable(),
      since: z.string(),
    }),
  }),
  z.object({
    event: z.literal('idtag.refused'),
    data: z.object({ idTag: z.string(), status: z.string(), reason: z.string() }),
  }),
  z.object({
    event: z.literal('firmware.status'),
    data: z.object({
      status: z.string(),
      requestId: z.int().nullable(),
      /** The job that it is about; null: none that we know. */
      jobId: z.string().nullable().default(null),
    }),
  }),
  z.object({
    event: z.literal('diagnostics.status'),
    data: z.object({
      status: z.string(),
      requestId: z.int().nullable(),
      jobId: z.string().nullable().default(null),
    }),
  }),
  z.object({
    event: z.literal('security.event'),
    data: z.object({ type: z.string(), timestamp: z.string(), techInfo: z.string().nullable() }),
  }),
  z.object({
    event: z.literal('reservation.changed'),
    data: z.object({
      reservationId: z.int(),
      connectorId: z.int(),
      idTag: z.string(),
      parentIdTag: z.string().nullable(),
      expiryDate: z.string(),
      state: ReservationState,
      chargerStatus: z.string().nullable(),
      commandId: z.string(),
      requestedAt: z.string(),
      endedAt: z.string().nullable(),
      transactionId: z.string().nullable(),
      usedByIdTag: z.string().nullable(),
    }),
  }),
  z.object({ event: z.literal('transaction.started'), data: TransactionBody }),
  z.object({ event: z.literal('transaction.stopped'), data: TransactionBody }),
]);
export type ChargerEventBody = z.infer<typeof ChargerEventBody>;

/** An event in its charger's order: `sequence` counts from 1 without a hole for each `chg_…`. */
export const ChargerEvent = z.intersection(
  ChargerEventBody,
  z.object({ sequence: z.int(), /** ms since the epoch */ at: z.int() }),
);
export type ChargerEvent = z.infer<typeof ChargerEvent>;

/** One delivery from a charger's outbox to the log. */
export interface EventBatch {
  chargerId: string;
  chargeBoxId: string;
  events: ChargerEvent[];
}
