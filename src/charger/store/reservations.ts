import * as z from 'zod';
import { isOpen, Reservation } from '../../domain/reservation.ts';
import { readJson } from './json-row.ts';

/** As many as are shown. */
const SHOWN = 200;

const LastId = z.object({ last: z.int().nullable() });

export function readReservation(sql: SqlStorage, reservationId: number): Reservation | null {
  const query = 'SELECT data FROM reservations WHERE reservation_id = ?';
  return readJson(sql, Reservation, query, reservationId)[0] ?? null;
}

/** The latest first. */
export function readReservations(sql: SqlStorage): Reservation[] {
  return readJson(
    sql,
    Reservation,
    'SELECT data FROM reservations ORDER BY reservation_id DESC LIMIT ?',
    SHOWN,
  );
}

/** Those that may still be used. */
export function readOpenReservations(sql: SqlStorage): Reservation[] {
  return readJson(sql, Reservation, 'SELECT data FROM reservations WHERE is_open = 1');
}

/** The next number that was never used. */
export function nextReservationId(sql: SqlStorage): number {
  const { last } = LastId.parse(sql.exec('SELECT max(reservation_id) AS last FROM reservations').one());
  return Math.max(last ?? 0, 0) + 1;
}

export function writeReservation(sql: SqlStorage, reservation: Reservation): void {
  sql.exec(
    `INSERT INTO reservations (reservation_id, is_open, data) VALUES (?, ?, ?)
     ON CONFLICT (reservation_id) DO UPDATE SET is_open = excluded.is_open, data = excluded.data`,
    reservation.reservationId,
    isOpen(reservation) ? 1 : 0,
    JSON.stringify(reservation),
  );
}
