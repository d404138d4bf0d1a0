import { env } from 'cloudflare:workers';
import type { ChargerEvent, ChargerEventBody } from '../../../src/contracts/charger-event.ts';
import type { TransactionBody } from '../../../src/contracts/transaction-body.ts';
import { projectEvents } from '../../../src/d1/projection.ts';

const FIRST_AT = Date.parse('2025-01-15T10:30:00Z');

export function transactionBody(
  fields: Partial<TransactionBody> & Pick<TransactionBody, 'transactionId' | 'chargeBoxId'>,
): TransactionBody {
  return {
    ocppTransactionId: 1,
    connectorId: 1,
    idTag: 'USER-001',
    status: 'in_progress',
    authorizationStatus: 'Accepted',
    startTime: '2025-01-15T10:35:00Z',
    stopTime: null,
    energyDelivered: 2.45,
    energyExported: null,
    durationMinutes: null,
    meterStart: 10_000,
    meterStop: null,
    stopReason: null,
    stoppedByIdTag: null,
    remoteStarted: true,
    stopRequested: false,
    soc: null,
    powerKw: null,
    unaccountedEnergy: null,
    idleMinutes: null,
    quality: [],
    anomalies: [],
    asOf: '2025-01-15T10:36:00Z',
    ...fields,
  };
}

export function statusChanged(connectorId: number, status: string): ChargerEventBody {
  return {
    event: 'connector.status_changed',
    data: {
      connectorId,
      status,
      previousStatus: null,
      errorCode: 'NoError',
      info: null,
      vendorErrorCode: null,
      since: '2025-01-15T10:31:05Z',
    },
  };
}

/** The events of one charger, numbered as its object numbers them. */
export function eventsOf(owner: { accountId: string; chargerId: string; chargeBoxId: string }) {
  let sequence = 0;
  const { accountId, chargerId, chargeBoxId } = owner;
  const number = (bodies: readonly ChargerEventBody[]): ChargerEvent[] =>
    bodies.map((body) => {
      sequence += 1;
      return { ...body, sequence, at: FIRST_AT + 1_000 * sequence };
    });
  const project = (events: ChargerEvent[], db: D1Database = env.DB) =>
    projectEvents(db, accountId, [{ chargerId, chargeBoxId, events }]);
  return { number, project };
}
