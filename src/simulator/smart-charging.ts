import type { messages } from '../ocpp/v16/messages/index.ts';
import type { RequestOf } from '../ocpp/message.ts';
import type { ChargingProfile } from '../ocpp/v16/types/charging-profile.ts';
import type { ChargingRateUnit, ChargingSchedule } from '../ocpp/v16/types/charging-schedule.ts';
import { clear, type InstalledProfile, install, withoutTransaction } from './charging-profiles.ts';
import type { Cancel, Clock } from './clock.ts';
import { composeSchedule } from './composite-schedule.ts';
import { wantsPower } from './connector-state.ts';
import {
  connectorLimitAt,
  nextLimitChangeAfter,
  type ProfiledConnector,
  siteLimitAt,
} from './limits-in-force.ts';
import type { Wiring } from './meter-values.ts';
import { capacityOf, shareFairly, strictest, wattsOf } from './power-limit.ts';
import type { SimulatedConnector } from './simulated-connector.ts';

export interface SmartChargingPorts {
  clock: Clock;
  /** What each connector gives, in W over all phases. */
  powerW: number;
  wiring: Wiring;
  connectors(): readonly Pick<SimulatedConnector, 'id' | 'state' | 'transaction' | 'setOffer'>[];
}

/** The charging profiles, and the limits that follow from them at each moment. They outlive a reboot. */
export class SmartCharging {
  readonly #ports: SmartChargingPorts;
  #installed: readonly InstalledProfile[] = [];
  #cancelNext: Cancel | undefined;
  #isReviewing = false;
  #isStale = false;

  constructor(ports: SmartChargingPorts) {
    this.#ports = ports;
  }

  get installed(): readonly InstalledProfile[] {
    return this.#installed;
  }

  /** How many there would be with one more. */
  countWith(connectorId: number, profile: ChargingProfile): number {
    return install(this.#installed, { connectorId, profile }).length;
  }

  set(connectorId: number, profile: ChargingProfile): void {
    this.#installed = install(this.#installed, { connectorId, profile });
    this.review();
  }

  /** Whether any profile fits. */
  fits(criteria: RequestOf<typeof messages.ClearChargingProfile>): boolean {
    return clear(this.#installed, criteria).length < this.#installed.length;
  }

  clear(criteria: RequestOf<typeof messages.ClearChargingProfile>): void {
    this.#installed = clear(this.#installed, criteria);
    this.review();
  }

  /** A connector's transaction is over, and its profiles with it. */
  transactionEnded(connectorId: number): void {
    this.#installed = withoutTransaction(this.#installed, connectorId);
    this.review();
  }

  /** What results from all profiles from now on. Without a unit in that of the profile in force; else in W. */
  compose(
    connectorId: number,
    durationSeconds: number,
    unit: ChargingRateUnit | undefined,
  ): { startMs: number; schedule: ChargingSchedule } {
    const { powerW, wiring } = this.#ports;
    const site = { installed: this.#installed, connectors: this.#profiled(), powerW, wiring };
    const startMs = this.#ports.clock.now();
    const schedule = composeSchedule(site, {
      connectorId,
      startMs,
      durationSeconds,
      unit: unit ?? this.#unitInForce(connectorId, startMs),
    });
    return { startMs, schedule };
  }

  /** Puts into force what the profiles say now, and again when that changes. */
  review(): void {
    this.#isStale = true;
    // Connectors tell when a limit changes their status, which leads back here.
    if (this.#isReviewing) return;
    this.#isReviewing = true;
    const nowMs = this.#ports.clock.now();
    while (this.#isStale) {
      this.#isStale = false;
      this.#limitAll(nowMs);
    }
    this.#isReviewing = false;

    this.#cancelNext?.();
    const nextMs = nextLimitChangeAfter(this.#installed, this.#profiled(), nowMs);
    if (Number.isFinite(nextMs)) {
      this.#cancelNext = this.#ports.clock.schedule(nextMs - nowMs, () => this.review());
    }
  }

  #limitAll(nowMs: number): void {
    const { powerW, wiring } = this.#ports;
    const connectors = this.#ports.connectors();
    const capacity = capacityOf(powerW, wiring);
    const own = this.#profiled().map((each) => connectorLimitAt(this.#installed, each, nowMs, wiring));
    const ofSite = siteLimitAt(this.#installed, nowMs, wiring);
    const possible = own.map((set) => (set === null ? capacity : strictest(capacity, set.limit)));
    const watts = possible.map(wattsOf);
    const shares = ofSite === null ? watts : this.#share(wattsOf(ofSite.limit), watts);
    for (const [index, connector] of connectors.entries()) {
      const limit = possible[index] ?? capacity;
      const isFree = ofSite === null && (own[index] ?? null) === null;
      const phases = Math.min(limit.phases, ofSite?.limit.phases ?? limit.phases);
      connector.setOffer(isFree ? null : { watts: shares[index] ?? wattsOf(limit), phases });
    }
  }

  /** Those who charge share what the charger may take; who does not could still begin with all of it. */
  #share(totalW: number, possibleW: readonly number[]): number[] {
    const isCharging = this.#ports.connectors().map(({ state }) => wantsPower(state));
    const shares = shareFairly(
      totalW,
      possibleW.map((watts, index) => (isCharging[index] === true ? watts : 0)),
    );
    return shares.map((share, index) =>
      isCharging[index] === true ? share : Math.min(possibleW[index] ?? 0, totalW),
    );
  }

  #unitInForce(connectorId: number, atMs: number): ChargingRateUnit {
    const { wiring } = this.#ports;
    const asked = this.#profiled().find((each) => each.connectorId === connectorId);
    const own = asked === undefined ? null : connectorLimitAt(this.#installed, asked, atMs, wiring);
    return (own ?? siteLimitAt(this.#installed, atMs, wiring))?.unit ?? 'W';
  }

  #profiled(): ProfiledConnector[] {
    return this.#ports.connectors().map(({ id, transaction }) => ({
      connectorId: id,
      sinceMs: transaction === null ? null : transaction.begin.atMs,
    }));
  }
}
