import type { Context } from 'hono';
import type { ReservationBody } from '../../contracts/reservation-rpc.ts';
import type { ApiEnv } from '../api-env.ts';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { noSuchReservation } from './reservation-path.ts';

/** The reservations of a charger, the latest first. Throws 404 for a charger that does not exist. */
export async function findReservations(
  c: Context<ApiEnv>,
  chargeBoxId: string,
  reservationId?: number,
): Promise<ReservationBody[]> {
  const reservations = await reading(async () =>
    chargerObject(c.env.CHARGER, chargeBoxId).reservations(c.var.caller.accountId, reservationId),
  );
  if (reservations === null) throw noSuchCharger(chargeBoxId);
  return reservations;
}

/** One of them. Throws 404 where there is none. */
export async function findReservation(
  c: Context<ApiEnv>,
  chargeBoxId: string,
  reservationId: number,
): Promise<ReservationBody> {
  const [reservation] = await findReservations(c, chargeBoxId, reservationId);
  if (reservation === undefined) throw noSuchReservation(chargeBoxId, reservationId);
  return reservation;
}
