/** Energy in kWh as the REST API shows it: at most 3 decimals, halves rounded up. Null stays null. */
export function toKwh(energyWh: number): number;
export function toKwh(energyWh: number | null): number | null;
export function toKwh(energyWh: number | null): number | null {
  return energyWh === null ? null : Math.floor(energyWh + 0.5) / 1000;
}
