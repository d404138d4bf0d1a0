import { ChargerSettings } from '../../domain/registration.ts';
import type { EffectPorts } from './command-rule.ts';

/**
 * Keeps our measure of silence in step with a HeartbeatInterval that the charger took (OCPP 1.6 9.1.10). The next
 * BootNotification is answered with it too, so it is not undone there. What lies outside our setting changes nothing.
 */
export function stepHeartbeat(value: string, { registration, amend }: EffectPorts): void {
  const read = ChargerSettings.shape.heartbeatInterval.safeParse(Number(value));
  const isNew = read.success && read.data !== registration.settings.heartbeatInterval;
  if (isNew) amend({ settings: { heartbeatInterval: read.data } });
}
