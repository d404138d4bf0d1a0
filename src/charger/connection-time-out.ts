import { readCount } from './store/configuration-keys.ts';

/** How long a driver may take to plug in where the charger has not told its ConnectionTimeOut (OCPP 1.6 9.1.4). */
const DEFAULT_MS = 120_000;

/** The charger's own ConnectionTimeOut as it was last read, ms. */
export function connectionTimeOutMs(sql: SqlStorage): number {
  const seconds = readCount(sql, 'ConnectionTimeOut') ?? 0;
  return seconds > 0 ? seconds * 1000 : DEFAULT_MS;
}
