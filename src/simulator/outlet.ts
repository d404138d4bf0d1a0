import type { Clock } from './clock.ts';
import { type Meter, meterAt, powerNowW } from './meter.ts';
import type { Reading, Wiring } from './meter-values.ts';
import { type Battery, isFull, timeToFullMs } from './power-curve.ts';

/** What a connector may offer: watts over all phases, on so many of them. */
export interface Offer {
  watts: number;
  phases: number;
}

export interface OutletOptions {
  clock: Clock;
  /** What it can give, in W over all phases. */
  powerW: number;
  wiring: Wiring;
  meterStartWh: number;
}

/** Where the energy of a connector comes out: its meter, its vehicle, and what it offers. */
export class Outlet {
  readonly #options: OutletOptions;
  #meter: Meter;
  #offer: Offer;
  #isOn = false;

  constructor(options: OutletOptions) {
    this.#options = options;
    this.#offer = this.#full();
    this.#meter = { registerWh: options.meterStartWh, battery: null, asOfMs: options.clock.now() };
  }

  /** What may be offered from now on; null: all it can give. */
  limit(offer: Offer | null): void {
    this.#settle();
    const full = this.#full();
    this.#offer = offer === null ? full : { ...offer, watts: Math.min(offer.watts, full.watts) };
  }

  /** The vehicle that is there; null is none, or one that takes all it is offered, for ever. */
  connectVehicle(battery: Battery | null): void {
    this.#settle();
    this.#meter = { ...this.#meter, battery };
  }

  /** Puts the register at a reading, as if that much had flowed. */
  setRegisterWh(registerWh: number): void {
    this.#settle();
    this.#meter = { ...this.#meter, registerWh };
  }

  /** Energy may flow from now on, or not. */
  turn(isOn: boolean): void {
    this.#settle();
    this.#isOn = isOn;
  }

  get isVehicleFull(): boolean {
    this.#settle();
    return this.#meter.battery !== null && isFull(this.#meter.battery);
  }

  /** How long until the vehicle is full at what it is offered now; infinite where it never will be. */
  timeToFullMs(): number {
    this.#settle();
    const { battery } = this.#meter;
    return battery === null || !this.#isOn
      ? Number.POSITIVE_INFINITY
      : timeToFullMs(battery, this.#offer.watts);
  }

  read(): Reading {
    this.#settle();
    const offeredW = this.#offeredW();
    return {
      atMs: this.#meter.asOfMs,
      energyWh: this.#meter.registerWh,
      powerW: powerNowW(this.#meter, offeredW),
      offeredW,
      phases: this.#offer.phases,
      socPercent: this.#meter.battery?.socPercent ?? null,
    };
  }

  #full(): Offer {
    return { watts: this.#options.powerW, phases: this.#options.wiring.phases };
  }

  #offeredW(): number {
    return this.#isOn ? this.#offer.watts : 0;
  }

  #settle(): void {
    this.#meter = meterAt(this.#meter, this.#offeredW(), this.#options.clock.now());
  }
}
