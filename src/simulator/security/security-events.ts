import { formatTimestamp } from '../../ocpp/timestamp.ts';
import { messages } from '../../ocpp/v16/messages/index.ts';
import type { Clock } from '../clock.ts';
import type { ChargerEvent } from '../events.ts';
import type { KeptReports } from '../kept-reports.ts';
import type { LogEntry } from '../logs/log-file.ts';
import { LogRing } from '../logs/log-ring.ts';

export interface SecurityEventPorts {
  clock: Clock;
  reports: KeptReports;
  emit: (event: ChargerEvent) => void;
}

const LONGEST_TECH_INFO = 255;

/** The security log of the charger, and what of it is told to the server (security white paper A04). */
export class SecurityEvents {
  readonly #ports: SecurityEventPorts;
  readonly #log = new LogRing();

  constructor(ports: SecurityEventPorts) {
    this.#ports = ports;
  }

  get entries(): readonly LogEntry[] {
    return this.#log.entries;
  }

  /** Into the log only, as what is not critical goes. `type` is a name of the white paper's list, or one's own. */
  record(type: string, techInfo?: string): void {
    const text = techInfo === undefined ? type : `${type}: ${techInfo}`;
    this.#log.add({ atMs: this.#ports.clock.now(), text });
  }

  /** Into the log and to the server, sooner or later, with the time of now. */
  report(type: string, techInfo?: string): void {
    const info = techInfo?.slice(0, LONGEST_TECH_INFO);
    const timestamp = formatTimestamp(this.#ports.clock.now());
    this.record(type, info);
    this.#ports.emit({ type: 'securityEvent', event: type, techInfo: info ?? null });
    this.#ports.reports.tell(messages.SecurityEventNotification, {
      type,
      timestamp,
      ...(info === undefined ? {} : { techInfo: info }),
    });
  }
}
