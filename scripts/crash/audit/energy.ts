/** What a session delivered, in kWh with three decimals as REST gives it. */
export function energyKwh(meterStartWh: number, meterStopWh: number): number {
  return Number(((meterStopWh - meterStartWh) / 1000).toFixed(3));
}
