import { z } from '@hono/zod-openapi';
import type { ConnectorBody } from '../../contracts/charger-rpc.ts';

const FIELDS = {
  connectorId: z.int(),
  status: z.string().describe('A ChargePointStatus of OCPP 1.6.'),
  reportedStatus: z
    .string()
    .nullable()
    .describe('What the charger said, where that is no status of OCPP 1.6.'),
  errorCode: z.string().describe('A ChargePointErrorCode of OCPP 1.6.'),
  info: z.string().nullable(),
  vendorId: z.string().nullable(),
  vendorErrorCode: z.string().nullable(),
  since: z.iso.datetime().describe('When it came into this status.'),
  desiredAvailability: z
    .enum(['Operative', 'Inoperative'])
    .nullable()
    .describe('What was asked of its service and accepted by the charger; null: nothing was.'),
  transactionId: z.string().nullable().describe('The transaction that runs on it.'),
  powerKw: z.number().nullable().describe('Power now; null where nothing runs or nothing is reported.'),
  energyDelivered: z.number().nullable().describe('kWh of the running transaction.'),
  soc: z.number().nullable().describe('State of charge of the vehicle in percent.'),
};

/** A connector among those of its charger. */
export const Connector = z.strictObject(FIELDS).openapi('Connector');

/** The status of one connector. */
export const ConnectorStatus = z
  .strictObject({ chargeBoxId: z.string(), ...FIELDS })
  .openapi('ConnectorStatus');

/** An idle connector, for examples. */
export const CONNECTOR_EXAMPLE: ConnectorBody = {
  connectorId: 1,
  status: 'Available',
  reportedStatus: null,
  errorCode: 'NoError',
  info: null,
  vendorId: null,
  vendorErrorCode: null,
  since: '2025-01-15T10:31:05Z',
  desiredAvailability: null,
  transactionId: null,
  powerKw: null,
  energyDelivered: null,
  soc: null,
};
