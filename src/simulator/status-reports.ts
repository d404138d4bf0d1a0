import type { RequestOf } from '../ocpp/message.ts';
import { formatTimestamp } from '../ocpp/timestamp.ts';
import { messages } from '../ocpp/v16/messages/index.ts';
import type { ChargePointErrorCode } from '../ocpp/v16/types/charge-point-error-code.ts';
import type { ChargePointStatus } from '../ocpp/v16/types/charge-point-status.ts';
import type { CallLine } from './call-line.ts';
import type { Connection } from './connection.ts';

/** What a connector, or the charger as connector 0, can say of itself. */
export interface StatusSource {
  readonly id: number;
  readonly status: ChargePointStatus;
  readonly errorCode: ChargePointErrorCode;
  readonly statusSinceMs: number;
}

/**
 * Tells the server the statuses. What could not be told is not kept: after a reconnect only what differs from what
 * the server knows is told, once, as it is then (OCPP 1.6 4.9).
 */
export class StatusReports {
  readonly #line: CallLine<Connection>;
  readonly #known = new Map<number, string>();

  constructor(line: CallLine<Connection>) {
    this.#line = line;
  }

  async tell(source: StatusSource, options: { isUrgent?: boolean } = {}): Promise<void> {
    const { id: connectorId, status, errorCode } = source;
    const request: RequestOf<typeof messages.StatusNotification> = {
      connectorId,
      errorCode,
      status,
      timestamp: formatTimestamp(source.statusSinceMs),
    };
    const outcome = await this.#line.prompt(
      (connection) => connection.call(messages.StatusNotification, request),
      options,
    );
    if (outcome.kind === 'answered') this.#known.set(connectorId, `${status} ${errorCode}`);
  }

  /** Every status, before anything else that waits: what a charger does once it is accepted. */
  async tellAll(sources: readonly StatusSource[]): Promise<void> {
    await Promise.all(sources.map((source) => this.tell(source, { isUrgent: true })));
  }

  tellChanged(sources: readonly StatusSource[]): void {
    for (const source of sources) {
      if (this.#known.get(source.id) !== `${source.status} ${source.errorCode}`) void this.tell(source);
    }
  }
}
