import { z } from '@hono/zod-openapi';
import { TransactionBody } from '../../contracts/transaction-body.ts';

/** A charging session as every answer shows it. */
export const Transaction = z
  .strictObject({
    ...TransactionBody.shape,
    energyExported: TransactionBody.shape.energyExported.unwrap(),
    stopRequested: TransactionBody.shape.stopRequested.unwrap(),
  })
  .openapi('Transaction', {
    description:
      'What is not known yet is null. energyDelivered and energyExported are in kWh, meterStart and meterStop in Wh.',
  });

/** A finished session, for examples. */
export const TRANSACTION_EXAMPLE: TransactionBody = {
  transactionId: 'txn_019467923f5e7d1a8b6c4e2f0a1d3c5b',
  ocppTransactionId: 1,
  chargeBoxId: 'CP-OFFICE-01',
  connectorId: 1,
  idTag: 'USER-001',
  status: 'completed',
  authorizationStatus: 'Accepted',
  startTime: '2025-01-15T10:35:00Z',
  stopTime: '2025-01-15T11:50:00Z',
  energyDelivered: 18.73,
  energyExported: null,
  durationMinutes: 75,
  idleMinutes: 0,
  meterStart: 10_000,
  meterStop: 28_730,
  stopReason: 'Remote',
  stoppedByIdTag: null,
  remoteStarted: true,
  stopRequested: false,
  soc: null,
  powerKw: null,
  unaccountedEnergy: 0,
  quality: [],
  anomalies: [],
  asOf: '2025-01-15T11:50:00Z',
};
