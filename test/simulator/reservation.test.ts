import { describe, expect, test } from 'vitest';

import { type ConnectorState, IDLE_CONNECTOR } from '../../src/simulator/connector-state.ts';
import {
  admits,
  answerReservation,
  type Reservation,
  reservationFor,
  reservedConnectors,
  type Site,
  terminatedBy,
} from '../../src/simulator/reservation.ts';

function reservation(changes: Partial<Reservation> = {}): Reservation {
  return { reservationId: 1, connectorId: 1, idTag: 'TAG', parentIdTag: null, expiryMs: 1000, ...changes };
}

/** A charger whose connectors 1, 2, … are idle but for these changes. */
function site(...changes: Partial<ConnectorState>[]): Site {
  return {
    mainStatus: 'Available',
    connectors: changes.map((change, index) => ({ id: index + 1, state: { ...IDLE_CONNECTOR, ...change } })),
    nowMs: 0,
    isConnectorZeroSupported: true,
  };
}

const CHARGING = { isPluggedIn: true, transaction: 'charging' } as const;

describe('the answer to ReserveNow (OCPP 1.6 5.13)', () => {
  test.each([
    [{}, 'Accepted'],
    [{ isPluggedIn: true }, 'Occupied'],
    [{ isAwaitingCable: true }, 'Occupied'],
    [CHARGING, 'Occupied'],
    [{ isPluggedIn: true, isFinished: true }, 'Occupied'],
    [{ fault: 'GroundFailure' }, 'Faulted'],
    [{ availability: 'Inoperative' }, 'Unavailable'],
  ] as const)('a connector that is %j: %s', (state, answer) => {
    expect(answerReservation(reservation(), [], site(state, {}))).toBe(answer);
  });

  test('a reserved connector is Occupied for any other reservation, of the same tag too', () => {
    const other = reservation({ reservationId: 2 });
    expect(answerReservation(reservation(), [other], site({ isReserved: true }))).toBe('Occupied');
  });

  test('an unknown connector, a time that is over, and connector 0 where it is not supported: Rejected', () => {
    expect(answerReservation(reservation({ connectorId: 3 }), [], site({}, {}))).toBe('Rejected');
    expect(answerReservation(reservation({ expiryMs: 0 }), [], site({}))).toBe('Rejected');
    const unsupported = { ...site({}), isConnectorZeroSupported: false };
    expect(answerReservation(reservation({ connectorId: 0 }), [], unsupported)).toBe('Rejected');
  });

  test('connector 0 wants one free connector for each reservation of any', () => {
    const any = (reservationId: number) => reservation({ reservationId, connectorId: 0 });
    expect(answerReservation(any(1), [], site({}, CHARGING))).toBe('Accepted');
    expect(answerReservation(any(2), [any(1)], site({}, CHARGING))).toBe('Occupied');
    expect(answerReservation(any(2), [any(1)], site({}, {}))).toBe('Accepted');
    expect(answerReservation(reservation(), [any(2)], site({}, CHARGING))).toBe('Occupied');
    expect(answerReservation(any(1), [], site({ fault: 'GroundFailure' }, { fault: 'OverVoltage' }))).toBe(
      'Faulted',
    );
    expect(answerReservation(any(1), [], { ...site({}), mainStatus: 'Unavailable' })).toBe('Unavailable');
  });
});

test('kept are the reserved connectors, and all unused ones when as many reservations of any hold', () => {
  const any = reservation({ connectorId: 0 });
  expect(reservedConnectors([reservation({ connectorId: 2 })], site({}, {}))).toEqual([2]);
  expect(reservedConnectors([any], site({}, {}))).toEqual([]);
  expect(reservedConnectors([any], site({}, CHARGING))).toEqual([1]);
  expect(reservedConnectors([any], site({ isPluggedIn: true }, CHARGING))).toEqual([1]);
});

describe('whom a kept connector opens to', () => {
  const held = [reservation({ idTag: 'TAG', parentIdTag: 'GROUP' })];

  test('the tag itself by any case, and any of its group', () => {
    expect(admits({ idTag: 'tag', parentIdTag: null }, 1, held)).toBe('yes');
    expect(admits({ idTag: 'OTHER', parentIdTag: 'group' }, 1, held)).toBe('yes');
    expect(admits({ idTag: 'OTHER', parentIdTag: 'ELSE' }, 1, held)).toBe('no');
  });

  test('a tag whose group is not known might be of it; without a group asked for it is not', () => {
    expect(admits({ idTag: 'OTHER', parentIdTag: null }, 1, held)).toBe('maybe');
    expect(admits({ idTag: 'OTHER', parentIdTag: null }, 1, [reservation()])).toBe('no');
  });

  test('the reservation of the connector is used before one of any', () => {
    const both = [reservation({ reservationId: 8, connectorId: 0 }), reservation({ reservationId: 9 })];
    const claimant = { idTag: 'TAG', parentIdTag: null };
    expect(reservationFor(claimant, 1, both)?.reservationId).toBe(9);
    expect(reservationFor(claimant, 2, both)?.reservationId).toBe(8);
  });
});

test('a place that goes Faulted or Unavailable ends its reservation; of any only when all are', () => {
  const held = [reservation(), reservation({ reservationId: 2, connectorId: 0 })];
  const idsOf = (at: Site) => terminatedBy(held, at).map(({ reservationId }) => reservationId);
  expect(idsOf(site({}, {}))).toEqual([]);
  expect(idsOf(site({ fault: 'GroundFailure' }, {}))).toEqual([1]);
  expect(idsOf(site({ fault: 'GroundFailure' }, { availability: 'Inoperative' }))).toEqual([1, 2]);
  expect(idsOf({ ...site({}), mainStatus: 'Faulted' })).toEqual([1, 2]);
});
