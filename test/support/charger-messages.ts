/** Payloads of a charger, with what most tests do not care about filled in. */

export function boot(): { chargePointVendor: string; chargePointModel: string } {
  return { chargePointVendor: 'ABB', chargePointModel: 'Terra AC' };
}

export function status(connectorId: number, word: string, timestamp?: string) {
  return {
    connectorId,
    status: word,
    errorCode: 'NoError',
    ...(timestamp !== undefined && { timestamp }),
  };
}

export function start(fields: {
  connectorId?: number;
  idTag?: string;
  meterStart?: number;
  timestamp?: string;
}) {
  return {
    connectorId: 1,
    idTag: 'USER-001',
    meterStart: 10_000,
    timestamp: '2025-01-15T10:35:00Z',
    ...fields,
  };
}

export function stop(fields: {
  transactionId: unknown;
  meterStop?: number;
  timestamp?: string;
  reason?: string;
}) {
  return { meterStop: 28_730, timestamp: '2025-01-15T11:50:00Z', reason: 'Remote', ...fields };
}

/** One reading of the energy register, in Wh. */
export function meterValues(
  connectorId: number,
  transactionId: unknown,
  timestamp: string,
  registerWh: number,
) {
  return {
    connectorId,
    transactionId,
    meterValue: [
      {
        timestamp,
        sampledValue: [{ value: String(registerWh), measurand: 'Energy.Active.Import.Register', unit: 'Wh' }],
      },
    ],
  };
}
