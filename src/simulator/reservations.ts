import type { Cancel, Clock } from './clock.ts';
import { type Configuration, flagOf } from './configuration.ts';
import type { ChargerEvent } from './events.ts';
import type { MainController } from './main-controller.ts';
import {
  admits,
  answerReservation,
  type Claimant,
  type Reservation,
  type ReservationAnswer,
  type ReservationEnd,
  reservationFor,
  reservedConnectors,
  type Site,
  terminatedBy,
} from './reservation.ts';
import type { SimulatedConnector } from './simulated-connector.ts';

export interface ReservationsPorts {
  clock: Clock;
  configuration(): Configuration;
  main(): Pick<MainController, 'status'>;
  connectors(): readonly Pick<SimulatedConnector, 'id' | 'state' | 'setReserved'>[];
  emit(event: ChargerEvent): void;
}

/** The reservations that hold, and their ends. They outlive a reboot. */
export class Reservations {
  readonly #ports: ReservationsPorts;
  readonly #cancelExpiry = new Map<number, Cancel>();
  #held: Reservation[] = [];

  constructor(ports: ReservationsPorts) {
    this.#ports = ports;
  }

  get held(): readonly Reservation[] {
    return this.#held;
  }

  /** The answer to ReserveNow; nothing is reserved yet. */
  answer(asked: Reservation): ReservationAnswer {
    const others = this.#held.filter(({ reservationId }) => reservationId !== asked.reservationId);
    return answerReservation(asked, others, this.#site());
  }

  /** Keeps a place from now on, instead of what had the same id. */
  hold(reservation: Reservation): void {
    this.#drop(reservation.reservationId, 'replaced');
    this.#held.push(reservation);
    this.#watchExpiry(reservation);
    const { reservationId, connectorId, idTag } = reservation;
    this.#ports.emit({ type: 'reservationMade', reservationId, connectorId, idTag });
    this.review();
  }

  has(reservationId: number): boolean {
    return this.#held.some((each) => each.reservationId === reservationId);
  }

  cancel(reservationId: number): void {
    this.#end(reservationId, 'cancelled');
  }

  /** Whether a connector opens to somebody, as far as reservations are concerned. */
  admits(claimant: Claimant, connector: Pick<SimulatedConnector, 'id' | 'state'>): 'yes' | 'no' | 'maybe' {
    return connector.state.isReserved ? admits(claimant, connector.id, this.#held) : 'yes';
  }

  /** Whether a place is kept for somebody at exactly this connector. */
  isFor(claimant: Claimant, connectorId: number): boolean {
    return reservationFor(claimant, connectorId, this.#held)?.connectorId === connectorId;
  }

  /** Somebody begins to charge: the id of the reservation that this uses up, null for none. */
  use(claimant: Claimant, connectorId: number): number | null {
    const used = reservationFor(claimant, connectorId, this.#held);
    if (used === undefined) return null;
    this.#end(used.reservationId, 'used');
    return used.reservationId;
  }

  /** Ends what a defect or an order has made pointless, and marks the connectors that are kept. */
  review(): void {
    for (const { reservationId } of terminatedBy(this.#held, this.#site())) {
      this.#drop(reservationId, 'terminated');
    }
    const reserved = reservedConnectors(this.#held, this.#site());
    for (const connector of this.#ports.connectors()) connector.setReserved(reserved.includes(connector.id));
  }

  #watchExpiry(reservation: Reservation): void {
    const { clock } = this.#ports;
    const { reservationId, expiryMs } = reservation;
    const cancel = clock.schedule(expiryMs - clock.now(), () => {
      // A timer may not reach as far as the expiry.
      if (clock.now() < expiryMs) this.#watchExpiry(reservation);
      else this.#end(reservationId, 'expired');
    });
    this.#cancelExpiry.set(reservationId, cancel);
  }

  #end(reservationId: number, end: ReservationEnd): void {
    this.#drop(reservationId, end);
    this.review();
  }

  #drop(reservationId: number, end: ReservationEnd): void {
    const dropped = this.#held.find((each) => each.reservationId === reservationId);
    if (dropped === undefined) return;
    this.#cancelExpiry.get(reservationId)?.();
    this.#cancelExpiry.delete(reservationId);
    this.#held = this.#held.filter((each) => each !== dropped);
    this.#ports.emit({ type: 'reservationEnded', reservationId, connectorId: dropped.connectorId, end });
  }

  #site(): Site {
    return {
      mainStatus: this.#ports.main().status,
      connectors: this.#ports.connectors(),
      nowMs: this.#ports.clock.now(),
      isConnectorZeroSupported: flagOf(this.#ports.configuration(), 'ReserveConnectorZeroSupported'),
    };
  }
}
