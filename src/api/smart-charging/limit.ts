import { z } from '@hono/zod-openapi';
import { ConnectorPath } from '../connectors/connector-path.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { TimeoutSeconds } from '../commands/command-answer.ts';

/** A plain limit, as it is in force. */
export const Limit = z
  .strictObject({
    chargeBoxId: z.string(),
    connectorId: z.int().describe('0: the whole charger.'),
    amps: z.number().nullable().describe('Per phase; null where the limit is in watts, or there is none.'),
    watts: z.number().nullable().describe('In total; null where the limit is in amperes, or there is none.'),
    until: z.iso.datetime().nullable().describe('Null: until it is taken back.'),
    since: z.iso.datetime().nullable().describe('Null: no limit is in force.'),
  })
  .openapi('Limit');

export const LIMIT_EXAMPLE = {
  chargeBoxId: 'CP-OFFICE-01',
  connectorId: 1,
  amps: 10,
  watts: null,
  until: '2025-01-15T18:00:00Z',
  since: '2025-01-15T10:00:00Z',
};

const rate = z
  .number()
  .min(0)
  .max(10_000_000)
  .refine((value) => Math.abs(value * 10 - Math.round(value * 10)) < 1e-6, {
    error: 'Must have at most one decimal',
  });

/** What a limit is to be. */
export const LimitChange = z
  .strictObject({
    amps: rate.optional().describe('Amperes per phase. Give either this or watts.'),
    watts: rate.optional().describe('Watts in total.'),
    until: z.iso
      .datetime({ offset: true, error: 'Must be an ISO 8601 time such as 2026-01-15T18:00:00Z' })
      .optional()
      .describe('Until when; without it until it is taken back.'),
    timeoutSeconds: TimeoutSeconds.optional(),
  })
  .refine(({ amps, watts }) => (amps === undefined) !== (watts === undefined), {
    error: 'Must be given, or else watts: one of the two, not both',
    path: ['amps'],
  })
  .openapi('LimitChange');

/** Where a limit stands: at the whole charger, and at one connector. */
export interface LimitPlace {
  path: string;
  params: z.ZodObject;
  /** `Charger`, `Connector`: what the operation ids end with. */
  name: 'Charger' | 'Connector';
}

export const CHARGER_LIMIT: LimitPlace = {
  path: '/chargers/{chargeBoxId}/limit',
  params: ChargerPath,
  name: 'Charger',
};

export const CONNECTOR_LIMIT: LimitPlace = {
  path: '/chargers/{chargeBoxId}/connectors/{connectorId}/limit',
  params: ConnectorPath,
  name: 'Connector',
};

/** Which connector a path means; the charger’s own is 0. */
export const LimitPath = z.object({ chargeBoxId: z.string(), connectorId: z.int().default(0) });
