import { readRequest } from '../../src/ocpp/read-request.ts';
import { type Action, messages } from '../../src/ocpp/v16/messages/index.ts';

export const TIME = '2026-01-02T03:04:05Z';
export const START = { connectorId: 1, idTag: 'TAG', meterStart: 100, timestamp: TIME };
export const STOP = { transactionId: 5, meterStop: 900, timestamp: TIME };
export const STATUS = { connectorId: 1, errorCode: 'NoError', status: 'Available' };
export const BOOT = { chargePointVendor: 'V', chargePointModel: 'M' };

export function meterValues(...samples: unknown[]) {
  return { connectorId: 1, transactionId: 5, meterValue: [{ timestamp: TIME, sampledValue: samples }] };
}

export function lenient(action: Action, payload: unknown) {
  return readRequest(messages[action], payload, { strict: false });
}

/** The request, and each tolerance as `name field`. */
export function taken(action: Action, payload: unknown): { request: unknown; fired: string[] } {
  const read = lenient(action, payload);
  if (!read.ok) {
    throw new Error(`Refused: ${read.error.description}`);
  }
  return {
    request: read.request,
    fired: read.tolerances.map(({ name, field }) => `${name} ${field ?? ''}`.trim()),
  };
}

export function refused(action: Action, payload: unknown, strict = false) {
  const read = readRequest(messages[action], payload, { strict });
  return read.ok ? 'taken' : read.error;
}
