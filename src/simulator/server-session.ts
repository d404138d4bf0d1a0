import { setTimeout as wait } from 'node:timers/promises';

import { isOutgoingAction, messages } from '../ocpp/v16/messages/index.ts';
import { CallLine } from './call-line.ts';
import type { CompleteOptions } from './charger-options.ts';
import type { Clock } from './clock.ts';
import { type Configuration, numberOf } from './configuration.ts';
import type { Connection, Reply } from './connection.ts';
import type { ChargerEvent } from './events.ts';
import { Link } from './link.ts';
import { type BootRequest, Registration, type RegistrationStatus } from './registration.ts';
import { authorizationHeader } from './security/login.ts';
import { StatusReports, type StatusSource } from './status-reports.ts';

export interface ServerSessionPorts {
  options: CompleteOptions;
  clock: Clock;
  configuration(): Configuration;
  /** The charger's own status and its connectors'. */
  statusSources(): readonly StatusSource[];
  bootRequest(): BootRequest;
  answer(action: string, request: unknown): Reply;
  /** The server accepted the charger and set its heartbeat. */
  accepted(heartbeatSeconds: number): void;
  emit(event: ChargerEvent): void;
}

/** The charger's side of its life with the server: link, registration, line of CALLs, and the statuses told. */
export class ServerSession {
  readonly line: CallLine<Connection>;
  readonly link: Link;
  readonly registration: Registration;
  readonly #ports: ServerSessionPorts;
  readonly #reports: StatusReports;
  /** The refusal that was told last; undefined: none since the last connection. */
  #toldWaiting: number | null | undefined;

  constructor(ports: ServerSessionPorts) {
    this.#ports = ports;
    const numberAt = (
      key: 'TransactionMessageAttempts' | 'TransactionMessageRetryInterval' | 'HeartbeatInterval',
    ) => numberOf(ports.configuration(), key);
    this.line = new CallLine(ports.clock, () => ({
      attempts: numberAt('TransactionMessageAttempts'),
      intervalMs: numberAt('TransactionMessageRetryInterval') * 1000,
    }));
    this.#reports = new StatusReports(this.line);
    this.registration = new Registration({
      clock: ports.clock,
      line: this.line,
      bootRequest: () => ports.bootRequest(),
      heartbeatSeconds: () => numberAt('HeartbeatInterval'),
      answered: (status, intervalSeconds) => void this.#registered(status, intervalSeconds),
    });
    this.link = this.#createLink();
  }

  tellStatus(source: StatusSource): void {
    void this.#reports.tell(source);
  }

  /** The charger goes down: the next connection begins with a boot, and nothing else goes before that is accepted. */
  forget(): void {
    this.registration.forget();
    this.line.allowKept(false);
  }

  /** Closes the connection once what is under way is answered, and dials again at once. */
  async reconnect(): Promise<void> {
    await this.whenToldAll();
    await this.link.redial();
  }

  /** Resolves once the server has answered everything, or has had time enough to. */
  async whenToldAll(): Promise<void> {
    const { lastAnswersMs } = this.#ports.options.network;
    await Promise.race([this.line.whenIdle(), wait(lastAnswersMs, undefined, { ref: false })]);
  }

  #createLink(): Link {
    const { url, identity, password, network, dialUntilRegistered } = this.#ports.options;
    return new Link(
      {
        dialOptions: () => ({
          url,
          identity,
          authorization: authorizationHeader(identity, password, this.#ports.configuration()),
          callTimeoutMs: () => numberOf(this.#ports.configuration(), 'MessageTimeout') * 1000,
          pingIntervalMs: numberOf(this.#ports.configuration(), 'WebSocketPingInterval') * 1000,
        }),
        backOff: network.backOff,
        steadyDialMs: dialUntilRegistered ? network.steadyDialMs : null,
      },
      {
        knownActions: Object.keys(messages).filter(isOutgoingAction),
        answer: (action, request) => this.#ports.answer(action, request),
        violated: (description) => this.#ports.emit({ type: 'violation', description }),
        opened: (connection) => this.#opened(connection),
        lost: (code, reason) => this.#lost(code, reason),
        failed: (httpStatus, reason, retryInMs) => this.#dialFailed(httpStatus, reason, retryInMs),
      },
    );
  }

  #opened(connection: Connection): void {
    this.#toldWaiting = undefined;
    this.#ports.emit({ type: 'connected' });
    this.line.attach(connection);
    this.registration.connected();
    // They queue up behind the transaction messages that waited: those are older.
    if (this.registration.status === 'Accepted') this.#reports.tellChanged(this.#ports.statusSources());
  }

  #lost(code: number, reason: string): void {
    this.registration.disconnected();
    this.line.detach();
    this.#ports.emit({ type: 'disconnected', code, reason });
  }

  #dialFailed(httpStatus: number | null, reason: string, retryInMs: number): void {
    if (!this.#ports.options.dialUntilRegistered) {
      this.#ports.emit({ type: 'dialFailed', httpStatus, reason, retryInMs });
    } else if (httpStatus !== this.#toldWaiting) {
      this.#toldWaiting = httpStatus;
      this.#ports.emit({ type: 'waitingForRegistration', httpStatus });
    }
  }

  async #registered(status: RegistrationStatus, intervalSeconds: number): Promise<void> {
    this.#ports.emit({ type: 'registered', status, intervalSeconds });
    if (status !== 'Accepted') {
      this.line.allowKept(false);
      return;
    }
    this.#ports.accepted(intervalSeconds);
    await this.#reports.tellAll(this.#ports.statusSources());
    this.line.allowKept(true);
    const statuses = this.#ports
      .statusSources()
      .filter(({ id }) => id > 0)
      .map(({ status: each }) => each);
    this.#ports.emit({ type: 'ready', statuses });
  }
}
