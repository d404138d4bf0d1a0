import type { ChargePointErrorCode } from '../ocpp/v16/types/charge-point-error-code.ts';
import type { Clock } from './clock.ts';
import type { ChargerEvent } from './events.ts';

export interface MainControllerPorts {
  clock: Clock;
  emit(event: ChargerEvent): void;
  statusChanged(connectorId: number): void;
}

/** The charger itself, which OCPP calls connector 0: Available, Unavailable or Faulted (OCPP 1.6 4.9). */
export class MainController {
  readonly id = 0;
  readonly #ports: MainControllerPorts;
  #availability: 'Operative' | 'Inoperative' = 'Operative';
  /** An order to go out of use waits for the transactions to end (OCPP 1.6 5.2). */
  #isToGoOut = false;
  #fault: ChargePointErrorCode | null = null;
  #hasListConflict = false;
  #statusSinceMs: number;

  constructor(ports: MainControllerPorts) {
    this.#ports = ports;
    this.#statusSinceMs = ports.clock.now();
  }

  get status(): 'Available' | 'Unavailable' | 'Faulted' {
    if (this.#fault !== null) return 'Faulted';
    return this.#availability === 'Operative' ? 'Available' : 'Unavailable';
  }

  get errorCode(): ChargePointErrorCode {
    return this.#fault ?? (this.#hasListConflict ? 'LocalListConflict' : 'NoError');
  }

  get statusSinceMs(): number {
    return this.#statusSinceMs;
  }

  setFault(fault: ChargePointErrorCode | null): void {
    if (fault === this.#fault) return;
    this.#fault = fault;
    this.#tell();
  }

  /** The local list contradicts the server, or no longer does: a warning, not a defect (OCPP 1.6 3.5.2). */
  setListConflict(hasListConflict: boolean): void {
    if (hasListConflict === this.#hasListConflict) return;
    this.#hasListConflict = hasListConflict;
    this.#tell();
  }

  /** Goes out of use, at once or, while transactions run, when the last of them ends; or comes back. */
  changeAvailability(availability: 'Operative' | 'Inoperative', isBusy: boolean): void {
    this.#isToGoOut = availability === 'Inoperative' && isBusy;
    if (!this.#isToGoOut) this.#setAvailability(availability);
  }

  /** No transaction runs any more. */
  becameIdle(): void {
    if (!this.#isToGoOut) return;
    this.#isToGoOut = false;
    this.#setAvailability('Inoperative');
  }

  #setAvailability(availability: 'Operative' | 'Inoperative'): void {
    if (availability === this.#availability) return;
    this.#availability = availability;
    this.#tell();
  }

  #tell(): void {
    this.#statusSinceMs = this.#ports.clock.now();
    const { id: connectorId, status, errorCode } = this;
    this.#ports.emit({ type: 'status', connectorId, status, errorCode });
    this.#ports.statusChanged(connectorId);
  }
}
