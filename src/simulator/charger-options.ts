import type { HashAlgorithm } from '../ocpp/v16/types/certificate-hash-data.ts';
import type { BackOff } from './back-off.ts';
import { type Clock, createRunningClock } from './clock.ts';
import type { Configuration } from './configuration.ts';
import type { Wiring } from './meter-values.ts';
import type { Battery } from './power-curve.ts';
import type { BootRequest } from './registration.ts';
import type { UploadMethod } from './transfer/transfer-address.ts';

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
  /** How files are handed in: bytes into the folder (PUT), or a form (POST). */
  uploadMethod?: UploadMethod;
  /** How long an installation of firmware takes, in the charger's time. */
  installMs?: number;
  /** The digest by which the charger names its certificates. */
  hashAlgorithm?: HashAlgorithm;
}

/** Times of the network and the machine: the charger's clock does not speed them up. */
interface NetworkTimes {
  backOff: BackOff;
  /** Pace of `dialUntilRegistered`. */
  steadyDialMs: number;
  /** How long a reboot keeps the charger off the network. */
  rebootMs: number;
  /** How long a soft reset, or a change of the key, waits for its last answers. */
  lastAnswersMs: number;
}

export type CompleteOptions = Required<Omit<ChargerOptions, 'password' | 'network'>> & {
  password: string | Uint8Array | null;
  network: NetworkTimes;
};

export function withDefaults(options: ChargerOptions): CompleteOptions {
  return {
    url: options.url,
    identity: options.identity,
    password: options.password ?? null,
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
    uploadMethod: options.uploadMethod ?? 'PUT',
    installMs: options.installMs ?? 10_000,
    hashAlgorithm: options.hashAlgorithm ?? 'SHA256',
    network: {
      backOff: { firstMs: 1000, longestMs: 60_000 },
      steadyDialMs: 1000,
      rebootMs: 1000,
      lastAnswersMs: 5000,
      ...options.network,
    },
  };
}
