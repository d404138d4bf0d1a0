import type { ReservationState } from '../domain/reservation.ts';

/** A reservation and what became of it. */
export interface ReservationBody {
  reservationId: number;
  connectorId: number;
  idTag: string;
  parentIdTag: string | null;
  expiryDate: string;
  state: ReservationState;
  /** The charger's own word on it, or on its cancelling, or why there is none. */
  chargerStatus: string | null;
  commandId: string;
  requestedAt: string;
  endedAt: string | null;
  /** The transaction that used it. */
  transactionId: string | null;
  usedByIdTag: string | null;
}

export interface ReservationRpc {
  /** The latest first; only the one of that id where an id is given. */
  reservations(accountId: string, reservationId?: number): Promise<ReservationBody[] | null>;
}
