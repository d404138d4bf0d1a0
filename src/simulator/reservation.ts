import { assertNever } from '../lib/assert-never.ts';
import { isSameTag } from './authorization.ts';
import { type ConnectorState, isUnclaimed, statusOf } from './connector-state.ts';

/** A place kept for somebody; connectorId 0 keeps any connector (OCPP 1.6 5.13). */
export interface Reservation {
  reservationId: number;
  connectorId: number;
  idTag: string;
  /** Any tag of this group may come too. */
  parentIdTag: string | null;
  /** Milliseconds since 1970. */
  expiryMs: number;
}

/** Why a reservation is over. */
export type ReservationEnd = 'used' | 'cancelled' | 'expired' | 'terminated' | 'replaced';

/** Who wants to charge. */
export interface Claimant {
  idTag: string;
  parentIdTag: string | null;
}

/** What a decision about reservations needs of the charger. */
export interface Site {
  mainStatus: 'Available' | 'Faulted' | 'Unavailable';
  connectors: readonly { id: number; state: ConnectorState }[];
  nowMs: number;
  isConnectorZeroSupported: boolean;
}

export type ReservationAnswer = 'Accepted' | 'Faulted' | 'Occupied' | 'Rejected' | 'Unavailable';

/** The answer to ReserveNow; `others` are the reservations that hold, without one of the same id (OCPP 1.6 5.13). */
export function answerReservation(
  asked: Reservation,
  others: readonly Reservation[],
  site: Site,
): ReservationAnswer {
  if (asked.expiryMs <= site.nowMs) return 'Rejected';
  if (asked.connectorId === 0 && !site.isConnectorZeroSupported) return 'Rejected';
  const targets =
    asked.connectorId === 0 ? site.connectors : site.connectors.filter(({ id }) => id === asked.connectorId);
  if (targets.length === 0) return 'Rejected';
  if (site.mainStatus !== 'Available') return site.mainStatus;

  const unclaimed = unclaimedConnectors(others, site);
  // Whoever has reserved no connector in particular keeps one of those that nobody uses.
  const isRoomLeft = unclaimed.length > countOfAny(others);
  const statuses = targets.map(({ state }) => statusOf({ ...state, isReserved: false }));
  const isOneFree = targets.some(
    ({ id }, index) => unclaimed.includes(id) && statuses[index] === 'Available',
  );
  if (isOneFree && isRoomLeft) return 'Accepted';
  if (statuses.every((status) => status === 'Faulted')) return 'Faulted';
  if (statuses.every((status) => status === 'Faulted' || status === 'Unavailable')) return 'Unavailable';
  return 'Occupied';
}

/**
 * The connectors that are kept: those reserved by number, and all that nobody uses once these are no more than the
 * reservations of any.
 */
export function reservedConnectors(reservations: readonly Reservation[], site: Site): number[] {
  const named = reservations
    .filter(({ connectorId }) => connectorId > 0)
    .map(({ connectorId }) => connectorId);
  const unclaimed = unclaimedConnectors(reservations, site);
  const anyCount = countOfAny(reservations);
  return anyCount > 0 && unclaimed.length <= anyCount ? [...named, ...unclaimed] : named;
}

/** The reservation that somebody uses who begins to charge at a connector: the one for it before one for any. */
export function reservationFor(
  claimant: Claimant,
  connectorId: number,
  reservations: readonly Reservation[],
): Reservation | undefined {
  const own = reservations.filter((reservation) => isFor(reservation, claimant));
  return own.find((each) => each.connectorId === connectorId) ?? own.find((each) => each.connectorId === 0);
}

/** Whether a kept connector opens to somebody. `maybe`: when the tag turns out to be of the group. */
export function admits(
  claimant: Claimant,
  connectorId: number,
  reservations: readonly Reservation[],
): 'yes' | 'no' | 'maybe' {
  if (reservationFor(claimant, connectorId, reservations) !== undefined) return 'yes';
  const isGroupAsked = reservations.some(
    (each) => (each.connectorId === connectorId || each.connectorId === 0) && each.parentIdTag !== null,
  );
  return isGroupAsked && claimant.parentIdTag === null ? 'maybe' : 'no';
}

/** The reservations that a defect or an order has ended: their place is Faulted or Unavailable (OCPP 1.6 5.13). */
export function terminatedBy(reservations: readonly Reservation[], site: Site): Reservation[] {
  const isOut = (state: ConnectorState) => {
    const status = statusOf(state);
    return status === 'Faulted' || status === 'Unavailable';
  };
  return reservations.filter(({ connectorId }) => {
    if (site.mainStatus !== 'Available') return true;
    const places = site.connectors.filter(({ id }) => connectorId === 0 || id === connectorId);
    return places.every(({ state }) => isOut(state));
  });
}

/** For people: why a reservation ended. */
export function describeEnd(end: ReservationEnd): string {
  switch (end) {
    case 'used':
      return 'used by a transaction';
    case 'cancelled':
      return 'cancelled by the server';
    case 'expired':
      return 'expired';
    case 'terminated':
      return 'ended, its connector is out of use';
    case 'replaced':
      return 'replaced by a new one with its id';
    default:
      return assertNever(end);
  }
}

function isFor(reservation: Reservation, { idTag, parentIdTag }: Claimant): boolean {
  if (isSameTag(reservation.idTag, idTag)) return true;
  return (
    reservation.parentIdTag !== null &&
    parentIdTag !== null &&
    isSameTag(reservation.parentIdTag, parentIdTag)
  );
}

/** The connectors that nobody uses and nobody has reserved by number. */
function unclaimedConnectors(reservations: readonly Reservation[], site: Site): number[] {
  return site.connectors
    .filter(({ id, state }) => {
      const isNamed = reservations.some(({ connectorId }) => connectorId === id);
      return !isNamed && isUnclaimed(state);
    })
    .map(({ id }) => id);
}

function countOfAny(reservations: readonly Reservation[]): number {
  return reservations.filter(({ connectorId }) => connectorId === 0).length;
}
