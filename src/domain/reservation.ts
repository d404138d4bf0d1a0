import * as z from 'zod';
import { foldIdTag } from './authorization.ts';
import type { CommandEnd } from './command.ts';

/** What became of a reservation: `requested`, `accepted` and `unknown` are open, the others final. */
export const ReservationState = z.enum([
  'requested',
  'accepted',
  'refused',
  'used',
  'cancelled',
  'cancelRejected',
  'expired',
  'terminated',
  'unknown',
]);
export type ReservationState = z.infer<typeof ReservationState>;

/** A connector kept for an id tag (OCPP 1.6 5.13). Times in ms since the epoch. */
export const Reservation = z.object({
  /** On the wire; the same id again replaces the reservation. */
  reservationId: z.int(),
  /** 0: any connector. */
  connectorId: z.int(),
  idTag: z.string(),
  /** The group of the tag: its other members may use the reservation too. */
  parentIdTag: z.string().nullable(),
  expiryDate: z.int(),
  state: ReservationState,
  /** The charger's own word on it, or on its cancelling, or why there is none. */
  chargerStatus: z.string().nullable(),
  commandId: z.string(),
  requestedAt: z.int(),
  endedAt: z.int().nullable(),
  usedBy: z.object({ transactionId: z.string(), idTag: z.string().nullable() }).nullable(),
});
export type Reservation = z.infer<typeof Reservation>;

/** Whether it may still be used, or may for all we know. */
export function isOpen({ state }: Reservation): boolean {
  return state === 'requested' || state === 'accepted' || state === 'unknown';
}

/** The charger's word on a command, or why there is none. */
function wordOf(end: CommandEnd): string {
  switch (end.state) {
    case 'answered':
      return String(end.confirmation['status']);
    case 'callError':
      return `CallError ${end.code}`;
    default:
      return end.state;
  }
}

/** A reservation after the end of the command that asked for it; a charger that did not answer may hold it. */
export function settleReservation(reservation: Reservation, end: CommandEnd, now: number): Reservation {
  const settled = { ...reservation, chargerStatus: wordOf(end) };
  switch (end.state) {
    case 'answered': {
      const isAccepted = end.confirmation['status'] === 'Accepted';
      return isAccepted ? { ...settled, state: 'accepted' } : { ...settled, state: 'refused', endedAt: now };
    }
    case 'callError':
    case 'expired':
      return { ...settled, state: 'refused', endedAt: now };
    case 'timedOut':
    case 'connectionLost':
    case 'invalidAnswer':
      return { ...settled, state: 'unknown' };
  }
}

/** A reservation after its cancelling was answered; one that is over stays what it was. A silent charger may hold it. */
export function settleCancel(reservation: Reservation, end: CommandEnd, now: number): Reservation {
  if (!isOpen(reservation)) return { ...reservation, chargerStatus: wordOf(end) };
  const isCancelled = end.state === 'answered' && end.confirmation['status'] === 'Accepted';
  if (isCancelled) return { ...reservation, state: 'cancelled', chargerStatus: 'Accepted', endedAt: now };
  const isRefused = end.state === 'answered' || end.state === 'callError';
  return isRefused
    ? { ...reservation, state: 'cancelRejected', chargerStatus: wordOf(end), endedAt: now }
    : reservation;
}

/** A start, as far as it may use a reservation. */
export interface ReservingStart {
  connectorId: number | null;
  idTag: string | null;
  parentIdTag: string | null;
  reservationId: number | null;
}

/** Which reservation a start uses: the one that it names, or the one that its tag or group holds on the connector. */
export function findUsedReservation(
  known: readonly Reservation[],
  start: ReservingStart,
): { reservation: Reservation; isNamed: boolean } | null {
  const named = known.find(
    (reservation) =>
      reservation.reservationId === start.reservationId &&
      (isOpen(reservation) || reservation.state === 'cancelRejected' || reservation.state === 'expired'),
  );
  if (named !== undefined) return { reservation: named, isNamed: true };
  const held = known.find(
    (reservation) => isOpen(reservation) && isOnConnector(reservation, start) && isFor(reservation, start),
  );
  return held === undefined ? null : { reservation: held, isNamed: false };
}

/** Whether a start takes a connector that is kept for somebody else. */
export function isReservedForAnother(known: readonly Reservation[], start: ReservingStart): boolean {
  return known.some(
    (reservation) =>
      reservation.state === 'accepted' &&
      reservation.connectorId !== 0 &&
      isOnConnector(reservation, start) &&
      !isFor(reservation, start),
  );
}

function isOnConnector({ connectorId }: Reservation, start: ReservingStart): boolean {
  return connectorId === 0 || connectorId === start.connectorId;
}

function isFor({ idTag, parentIdTag }: Reservation, start: ReservingStart): boolean {
  const isTag = start.idTag !== null && foldIdTag(idTag) === foldIdTag(start.idTag);
  const isGroup =
    parentIdTag !== null &&
    start.parentIdTag !== null &&
    foldIdTag(parentIdTag) === foldIdTag(start.parentIdTag);
  return isTag || isGroup;
}

/** Those whose time has run out, expired: by our clock, whether or not the charger says so (OCPP 1.6 5.13). */
export function expireReservations(open: readonly Reservation[], now: number): Reservation[] {
  return open
    .filter((reservation) => isOpen(reservation) && reservation.expiryDate <= now)
    .map((reservation) => ({ ...reservation, state: 'expired' as const, endedAt: now }));
}

/** Those on a connector that has gone out of service, ended by that (OCPP 1.6 5.13). */
export function terminateReservations(
  open: readonly Reservation[],
  { connectorId, status }: { connectorId: number; status: string },
  now: number,
): Reservation[] {
  if (status !== 'Unavailable' && status !== 'Faulted') return [];
  return open
    .filter((reservation) => isOpen(reservation) && reservation.connectorId === connectorId)
    .map((reservation) => ({ ...reservation, state: 'terminated' as const, endedAt: now }));
}
