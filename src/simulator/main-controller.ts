import type { ChargePointErrorCode } from '../ocpp/v16/types/charge-point-error-code.ts';
import type { ChargePointStatus } from '../ocpp/v16/types/charge-point-status.ts';
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
  #fault: ChargePointErrorCode | null = null;
  #statusSinceMs: number;

  constructor(ports: MainControllerPorts) {
    this.#ports = ports;
    this.#statusSinceMs = ports.clock.now();
  }

  get status(): ChargePointStatus {
    if (this.#fault !== null) return 'Faulted';
    return this.#availability === 'Operative' ? 'Available' : 'Unavailable';
  }

  get errorCode(): ChargePointErrorCode {
    return this.#fault ?? 'NoError';
  }

  get statusSinceMs(): number {
    return this.#statusSinceMs;
  }

  setFault(fault: ChargePointErrorCode | null): void {
    if (fault === this.#fault) return;
    this.#fault = fault;
    this.#tell();
  }

  setAvailability(availability: 'Operative' | 'Inoperative'): void {
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
