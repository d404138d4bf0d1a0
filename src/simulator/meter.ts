import { acceptedShare, type Battery, chargeFor, isFull } from './power-curve.ts';

const MS_PER_HOUR = 3_600_000;

/** A connector's energy meter and what is plugged into it, true at `asOfMs`. */
export interface Meter {
  /** The register in Wh, unrounded: what goes on the wire is rounded once, when it is read. */
  registerWh: number;
  /** The vehicle's battery; null is a vehicle that takes all it is offered, for ever, and tells no state of charge. */
  battery: Battery | null;
  asOfMs: number;
}

/** The meter at `nowMs`, with `offeredW` offered since it was last looked at. */
export function meterAt(meter: Meter, offeredW: number, nowMs: number): Meter {
  const elapsedMs = Math.max(nowMs - meter.asOfMs, 0);
  if (meter.battery === null) {
    return { ...meter, registerWh: meter.registerWh + (offeredW * elapsedMs) / MS_PER_HOUR, asOfMs: nowMs };
  }
  if (offeredW <= 0 || isFull(meter.battery)) return { ...meter, asOfMs: nowMs };
  const { energyWh, battery } = chargeFor(meter.battery, offeredW, elapsedMs);
  return { registerWh: meter.registerWh + energyWh, battery, asOfMs: nowMs };
}

/** What flows at this moment, in W. */
export function powerNowW(meter: Meter, offeredW: number): number {
  return meter.battery === null ? offeredW : offeredW * acceptedShare(meter.battery);
}
