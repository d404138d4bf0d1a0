import type { ChargerEventBody } from '../contracts/charger-event.ts';
import type { ReservationBody } from '../contracts/reservation-rpc.ts';
import type { Flag } from '../domain/flag.ts';
import {
  expireReservations,
  findUsedReservation,
  isReservedForAnother,
  type Reservation,
  type ReservingStart,
} from '../domain/reservation.ts';
import { toIsoTime } from '../lib/time.ts';
import {
  readOpenReservations,
  readReservation,
  readReservations,
  writeReservation,
} from './store/reservations.ts';

/** A reservation as its owner sees it. */
function toReservationBody({ usedBy, ...reservation }: Reservation): ReservationBody {
  return {
    ...reservation,
    expiryDate: toIsoTime(reservation.expiryDate),
    requestedAt: toIsoTime(reservation.requestedAt),
    endedAt: reservation.endedAt === null ? null : toIsoTime(reservation.endedAt),
    transactionId: usedBy?.transactionId ?? null,
    usedByIdTag: usedBy?.idTag ?? null,
  };
}

export function reservationsOf(sql: SqlStorage, reservationId: number | undefined): ReservationBody[] {
  const one = reservationId === undefined ? null : readReservation(sql, reservationId);
  const reservations = reservationId === undefined ? readReservations(sql) : one === null ? [] : [one];
  return reservations.map(toReservationBody);
}

/** Stores reservations that have changed, and says so. */
export function changeReservations(sql: SqlStorage, changed: readonly Reservation[]): ChargerEventBody[] {
  return changed.map((reservation) => {
    writeReservation(sql, reservation);
    return { event: 'reservation.changed', data: toReservationBody(reservation) };
  });
}

/** Ends the reservations whose time has run out. */
export function endReservations(sql: SqlStorage, now: number): ChargerEventBody[] {
  return changeReservations(sql, expireReservations(readOpenReservations(sql), now));
}

/** When the next one runs out, ms since the epoch. */
export function nextReservationEnd(sql: SqlStorage): number | null {
  const ends = readOpenReservations(sql).map(({ expiryDate }) => expiryDate);
  return ends.length === 0 ? null : Math.min(...ends);
}

/** Links a start to the reservation that it uses; a charger often forgets to name it (OCPP 1.6 4.8). */
export function useReservation(
  sql: SqlStorage,
  start: ReservingStart,
  { transactionId, now }: { transactionId: string; now: number },
): { events: ChargerEventBody[]; flags: Flag[] } {
  const open = readOpenReservations(sql);
  const named = start.reservationId === null ? null : readReservation(sql, start.reservationId);
  const used = findUsedReservation(named === null ? open : [named, ...open], start);
  if (used === null) {
    return { events: [], flags: isReservedForAnother(open, start) ? [{ name: 'reservedForAnother' }] : [] };
  }
  const { reservation, isNamed } = used;
  const usedBy = { transactionId, idTag: start.idTag };
  return {
    events: changeReservations(sql, [{ ...reservation, state: 'used', usedBy, endedAt: now }]),
    flags: isNamed ? [] : [{ name: 'reservationMatched', example: String(reservation.reservationId) }],
  };
}
