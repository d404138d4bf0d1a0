/** The battery of the vehicle at the cable, as the charger sees it. */
export interface Battery {
  /** Usable capacity in kWh. */
  capacityKwh: number;
  /** State of charge, 0 to 100. */
  socPercent: number;
}

/** Above this state of charge a battery takes less and less. */
const KNEE_PERCENT = 80;
/** What a nearly full battery still takes, as a share of full power. Above zero, so that it gets full in finite time. */
const POWER_SHARE_WHEN_FULL = 0.1;
/** How fast the share of power falls with each percent above the knee. */
const FALL_PER_PERCENT = (1 - POWER_SHARE_WHEN_FULL) / (100 - KNEE_PERCENT);
/** Rounding of the closed form leaves a battery this close to full when its time is up. */
const FULL_PERCENT = 100 - 1e-6;

const MS_PER_HOUR = 3_600_000;

export function isFull(battery: Battery): boolean {
  return battery.socPercent >= FULL_PERCENT;
}

/** The share of the offered power, 0 to 1, that a battery takes: all up to 80 %, then tapering, nothing when full. */
export function acceptedShare(battery: Battery): number {
  if (isFull(battery)) return 0;
  if (battery.socPercent <= KNEE_PERCENT) return 1;
  return 1 - FALL_PER_PERCENT * (battery.socPercent - KNEE_PERCENT);
}

/**
 * What `durationMs` at `powerW` brings: the energy in Wh and the battery afterwards.
 *
 * Exact and not stepwise, so the result does not depend on how often somebody looks: below the knee energy is power
 * times time; above it the power falls linearly with the charge, which makes the remaining share decay exponentially.
 */
export function chargeFor(
  battery: Battery,
  powerW: number,
  durationMs: number,
): { energyWh: number; battery: Battery } {
  const hours = Math.max(durationMs, 0) / MS_PER_HOUR;
  const percentPerHour = (powerW / (battery.capacityKwh * 1000)) * 100;
  const hoursToKnee = Math.max((KNEE_PERCENT - battery.socPercent) / percentPerHour, 0);

  let socPercent = battery.socPercent;
  if (hours <= hoursToKnee) {
    socPercent += hours * percentPerHour;
  } else {
    const above = Math.max(socPercent, KNEE_PERCENT) - KNEE_PERCENT;
    const share =
      (1 - FALL_PER_PERCENT * above) * Math.exp(-FALL_PER_PERCENT * percentPerHour * (hours - hoursToKnee));
    socPercent = Math.max(Math.min(KNEE_PERCENT + (1 - share) / FALL_PER_PERCENT, 100), socPercent);
  }

  const energyWh = ((socPercent - battery.socPercent) / 100) * battery.capacityKwh * 1000;
  return { energyWh, battery: { ...battery, socPercent } };
}

/** How long until the battery is full at `powerW`, in milliseconds; infinite without power. */
export function timeToFullMs(battery: Battery, powerW: number): number {
  if (isFull(battery)) return 0;
  if (powerW <= 0) return Number.POSITIVE_INFINITY;
  const percentPerHour = (powerW / (battery.capacityKwh * 1000)) * 100;
  const hoursToKnee = Math.max((KNEE_PERCENT - battery.socPercent) / percentPerHour, 0);
  const shareNow = acceptedShare({ ...battery, socPercent: Math.max(battery.socPercent, KNEE_PERCENT) });
  const hoursAbove = Math.log(shareNow / POWER_SHARE_WHEN_FULL) / (FALL_PER_PERCENT * percentPerHour);
  return (hoursToKnee + hoursAbove) * MS_PER_HOUR;
}
