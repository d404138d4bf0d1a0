import type { BackOff } from './back-off.ts';
import { type Clock, createRunningClock } from './clock.ts';
import type { Configuration } from './configuration.ts';
import type { Wiring } from './meter-values.ts';
import type { Battery } from './power-curve.ts';
import type { BootRequest } from './registration.ts';

/** How a simulated charger is made. Only `url` and `identity` have no default. */
export interface ChargerOptions {
  /** The server's endpoint without the identity, e.g. `ws://127.0.0.1:8787/ocpp`. */
  url: string;
  identity: string;
  /** Password of Basic authentication: text is sent as its UTF-8 bytes (OCPP-J 6.2). */
  password?: string | Uint8Array;
  connectorCount?: number;
  /** What each connector gives, in W over all phases. */
  powerW?: number;
  wiring?: Wiring;
  /** The meter of each connector at the start, in Wh. */
  meterStartWh?: number;
  /** The vehicle that comes to the cable; null is one that takes all it is offered and tells no state of charge. */
  vehicle?: Battery | null;
  boot?: BootRequest;
  configuration?: Configuration;
  hasFixedCable?: boolean;
  clock?: Clock;
  /** Dials at a steady pace until the server knows the charger, instead of backing off. */
  dialUntilRegistered?: boolean;
  network?: Partial<NetworkTimes>;
}

/** Times of the network and the machine: the charger's clock does not speed them up. */
interface NetworkTimes {
  backOff: BackOff;
  /** Pace of `dialUntilRegistered`. */
  steadyDialMs: number;
  /** How long a reboot keeps the charger off the network. */
  rebootMs: number;
  /** How long a soft reset waits for its last answers. */
  lastAnswersMs: number;
}

export type CompleteOptions = Required<Omit<ChargerOptions, 'password' | 'network'>> & {
  authorization: string | null;
  network: NetworkTimes;
};

export function withDefaults(options: ChargerOptions): CompleteOptions {
  return {
    url: options.url,
    identity: options.identity,
    authorization:
      options.password === undefined ? null : basicAuthorization(options.identity, options.password),
    connectorCount: options.connectorCount ?? 1,
    powerW: options.powerW ?? 7400,
    wiring: options.wiring ?? { phases: 1, voltageV: 230 },
    meterStartWh: options.meterStartWh ?? 10_000,
    vehicle: options.vehicle === undefined ? { socPercent: 20, capacityKwh: 60 } : options.vehicle,
    boot: options.boot ?? { chargePointVendor: 'Capacitor', chargePointModel: 'Simulator' },
    configuration: options.configuration ?? {},
    hasFixedCable: options.hasFixedCable ?? false,
    clock: options.clock ?? createRunningClock(),
    dialUntilRegistered: options.dialUntilRegistered ?? false,
    network: {
      backOff: { firstMs: 1000, longestMs: 60_000 },
      steadyDialMs: 1000,
      rebootMs: 1000,
      lastAnswersMs: 5000,
      ...options.network,
    },
  };
}

/** The Authorization header: identity, colon, password bytes, whatever they hold (OCPP-J 6.2). */
function basicAuthorization(identity: string, password: string | Uint8Array): string {
  const secret = typeof password === 'string' ? Buffer.from(password, 'utf8') : Buffer.from(password);
  return `Basic ${Buffer.concat([Buffer.from(`${identity}:`, 'utf8'), secret]).toString('base64')}`;
}
