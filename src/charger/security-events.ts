import type { SecurityEventBody } from '../contracts/certificate-rpc.ts';
import { isCriticalEvent } from '../domain/security-event.ts';
import { toIsoTime } from '../lib/time.ts';
import { countSecurityEvents, readSecurityEvents } from './store/security-events.ts';

/** The security events that the charger has reported, newest first. */
export function securityEventsOf(
  sql: SqlStorage,
  page: { limit: number; offset: number; before: number | null },
): { events: SecurityEventBody[]; total: number } {
  const events = readSecurityEvents(sql, page).map(({ number, type, at, techInfo, receivedAt }) => ({
    number,
    type,
    isCritical: isCriticalEvent(type),
    timestamp: toIsoTime(at),
    techInfo,
    receivedAt: toIsoTime(receivedAt),
  }));
  return { events, total: countSecurityEvents(sql) };
}
