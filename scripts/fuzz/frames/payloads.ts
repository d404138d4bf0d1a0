import * as fc from 'fast-check';
import { isIncomingAction, messages } from '../../../src/ocpp/v16/messages/index.ts';
import { mutated } from '../../../test/support/json-mutation.ts';
import { arbitraryOf } from '../../../test/support/json-schema-arbitrary.ts';
import { officialSchema } from '../../../test/support/official-schemas.ts';
import { LAST_TRANSACTION } from '../wire-frame.ts';

/** An action and a payload for it. */
export interface Call {
  action: string;
  payload: unknown;
}

const actions = Object.keys(messages);
const incoming = actions.filter(isIncomingAction);

/** Most chargers have a few connectors, and speak of the transaction that they have. */
function plausible(payload: unknown, dice: number): unknown {
  if (typeof payload !== 'object' || payload === null) return payload;
  return {
    ...payload,
    ...('connectorId' in payload && dice > 0 && { connectorId: dice % 4 }),
    ...('transactionId' in payload && dice > 4 && { transactionId: LAST_TRANSACTION }),
  };
}

const payloads = new Map(
  incoming.map((action) => [
    action,
    fc
      .tuple(arbitraryOf(officialSchema(`urn:${action}.req`)), fc.nat(15))
      .map(([payload, dice]) => plausible(payload, dice)),
  ]),
);

/** What the official schemas describe, any message of a charger. */
export const validCall: fc.Arbitrary<Call> = fc.oneof(
  ...[...payloads].map(([action, payload]) => payload.map((value) => ({ action, payload: value }))),
);

/** The same with one thing wrong. */
export const mutatedCall: fc.Arbitrary<Call> = fc.oneof(
  ...[...payloads].map(([action, payload]) => mutated(payload).map((value) => ({ action, payload: value }))),
);

/** Messages of the Central System, messages of other protocols, and names that are none. */
export const foreignCall: fc.Arbitrary<Call> = fc.record({
  action: fc.oneof(
    fc.constantFrom(...actions.filter((action) => !isIncomingAction(action))),
    fc.constantFrom(
      'heartbeat',
      'TransactionEvent',
      '__proto__',
      'constructor',
      'toString',
      '',
      'x'.repeat(2000),
    ),
    fc.string({ unit: 'binary', maxLength: 40 }),
  ),
  payload: fc.oneof(fc.constant({}), fc.jsonValue({ maxDepth: 2 })),
});

const connectorId = fc.integer({ min: 1, max: 3 });
const idTag = fc.constantFrom('CARD-001', 'card-001', 'CARD-002', '', ' ', 'NOT-KNOWN-TO-ANYBODY');
const timestamp = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2026-03-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const sample = fc.record(
  {
    value: fc.integer({ min: 0, max: 90_000 }).map(String),
    measurand: fc.constantFrom(
      'Energy.Active.Import.Register',
      'Energy.Active.Import.Interval',
      'Power.Active.Import',
      'SoC',
    ),
    context: fc.constantFrom('Transaction.Begin', 'Sample.Periodic', 'Transaction.End'),
    unit: fc.constantFrom('Wh', 'kWh', 'W', 'Percent'),
    phase: fc.constantFrom('L1', 'L2', 'L3'),
  },
  { requiredKeys: ['value'] },
);
const meterValue = fc.array(
  fc.record({ timestamp, sampledValue: fc.array(sample, { minLength: 1, maxLength: 4 }) }),
  { minLength: 1, maxLength: 3 },
);

/** The messages of charging sessions, as chargers send them: starts and stops meet each other. */
export const sessionCall: fc.Arbitrary<Call> = fc.oneof(
  fc.record({
    action: fc.constant('StartTransaction'),
    payload: fc.record({ connectorId, idTag, meterStart: fc.nat(50_000), timestamp }),
  }),
  fc.record({
    action: fc.constant('MeterValues'),
    payload: fc.record(
      { connectorId, transactionId: fc.constant(LAST_TRANSACTION), meterValue },
      { requiredKeys: ['connectorId', 'meterValue'] },
    ),
  }),
  fc.record({
    action: fc.constant('StopTransaction'),
    payload: fc.record(
      {
        transactionId: fc.constantFrom(LAST_TRANSACTION, LAST_TRANSACTION, -1, 0, 7),
        meterStop: fc.integer({ min: 0, max: 90_000 }),
        timestamp,
        idTag,
        transactionData: meterValue,
      },
      { requiredKeys: ['transactionId', 'meterStop', 'timestamp'] },
    ),
  }),
  fc.record({
    action: fc.constant('StatusNotification'),
    payload: fc.record({
      connectorId: fc.nat(3),
      errorCode: fc.constant('NoError'),
      status: fc.constantFrom('Available', 'Preparing', 'Charging', 'Finishing', 'Occupied'),
    }),
  }),
);
