import { z } from '@hono/zod-openapi';
import type { MeterValueBody } from '../../contracts/charger-rpc.ts';

/** A sampled value as every series shows it. */
export const MeterValue = z
  .strictObject({
    timestamp: z.iso
      .datetime()
      .describe('The charger’s time; the time of receipt where it gave none that can be used.'),
    receivedAt: z.iso.datetime(),
    connectorId: z.int(),
    measurand: z.string().nullable().describe('A Measurand of OCPP 1.6.'),
    phase: z.string().nullable().describe('Null: all phases together.'),
    location: z.string().nullable().describe('Null: not said, which means the outlet.'),
    context: z.string().nullable(),
    format: z.string().nullable(),
    value: z
      .number()
      .nullable()
      .describe('In `unit`; null where there is no number to use, such as for signed data.'),
    unit: z.string().nullable().describe('One unit a quantity: Wh, W, A, V, …'),
    raw: z.unknown().describe('The sampledValue as the charger sent it.'),
  })
  .openapi('MeterValue');

/** One, for examples. */
export const METER_VALUE_EXAMPLE: MeterValueBody = {
  timestamp: '2025-01-15T10:36:00Z',
  receivedAt: '2025-01-15T10:36:00.412Z',
  connectorId: 1,
  measurand: 'Energy.Active.Import.Register',
  phase: null,
  location: null,
  context: 'Sample.Periodic',
  format: 'Raw',
  value: 10_120,
  unit: 'Wh',
  raw: { value: '10.12', unit: 'kWh' },
};
