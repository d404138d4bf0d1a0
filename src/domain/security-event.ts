import * as z from 'zod';

/** The events that the white paper calls critical: a charger sends them at once (security white paper, table of events). */
const CRITICAL: ReadonlySet<string> = new Set([
  'FirmwareUpdated',
  'SettingSystemTime',
  'StartupOfTheDevice',
  'ResetOrReboot',
  'SecurityLogWasCleared',
  'MemoryExhaustion',
  'TamperDetectionActivated',
]);

/** Whether an event is critical; one that the white paper does not list is not. */
export function isCriticalEvent(type: string): boolean {
  return CRITICAL.has(type.trim());
}

/** A security event as a charger reported it. Times in ms since the epoch. */
export const SecurityEvent = z.object({
  /** Counts from 1 in the order of arrival. */
  number: z.int(),
  type: z.string(),
  /** By the charger's clock; long ago where it was offline. */
  at: z.int(),
  techInfo: z.string().nullable(),
  receivedAt: z.int(),
});
export type SecurityEvent = z.infer<typeof SecurityEvent>;
