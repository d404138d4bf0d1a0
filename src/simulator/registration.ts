import { messages } from '../ocpp/v16/messages/index.ts';
import type { ConfirmationOf, RequestOf } from '../ocpp/message.ts';
import type { CallLine } from './call-line.ts';
import type { Cancel, Clock } from './clock.ts';
import type { Connection } from './connection.ts';

export type RegistrationStatus = ConfirmationOf<typeof messages.BootNotification>['status'];
export type BootRequest = RequestOf<typeof messages.BootNotification>;

export interface RegistrationPorts {
  clock: Clock;
  line: CallLine<Connection>;
  /** What a boot says, as it is then: the firmware may be new. */
  bootRequest(): BootRequest;
  heartbeatSeconds(): number;
  /** The server answered a boot. `intervalSeconds` is the heartbeat's when it accepted, else the wait before the next. */
  answered(status: RegistrationStatus, intervalSeconds: number): void;
}

/** What a charger waits before it boots again when its boot was not answered, or the server leaves it the choice. */
const OWN_RETRY_SECONDS = 30;

/** The charger's standing with the server: its boots until it is accepted, its heartbeats from then on (OCPP 1.6 4.2, 4.6). */
export class Registration {
  readonly #ports: RegistrationPorts;
  #status: RegistrationStatus | null = null;
  #isConnected = false;
  #isHeartbeatOut = false;
  #cancelTimer: Cancel | undefined;

  constructor(ports: RegistrationPorts) {
    this.#ports = ports;
  }

  /** What the server said last; null before its first answer since the charger started. */
  get status(): RegistrationStatus | null {
    return this.#status;
  }

  /** A socket is open. A charger that was accepted stays so: it does not boot for a reconnect (OCPP-J 5.4). */
  connected(): void {
    this.#isConnected = true;
    if (this.#status === 'Accepted') this.restartHeartbeat();
    else void this.boot();
  }

  disconnected(): void {
    this.#isConnected = false;
    this.#cancelTimer?.();
  }

  /** The charger starts anew: whatever it was told before is forgotten. */
  forget(): void {
    this.#status = null;
    this.#cancelTimer?.();
  }

  async boot(): Promise<void> {
    this.#cancelTimer?.();
    const outcome = await this.#ports.line.prompt(
      (connection) => connection.call(messages.BootNotification, this.#ports.bootRequest()),
      { isUrgent: true },
    );
    if (outcome.kind === 'connectionLost' || !this.#isConnected) return;
    if (outcome.kind !== 'answered') {
      this.#bootLater(OWN_RETRY_SECONDS);
      return;
    }
    const { status, interval } = outcome.confirmation;
    this.#status = status;
    this.#ports.answered(status, interval);
    if (status === 'Accepted') this.restartHeartbeat();
    else this.#bootLater(interval > 0 ? interval : OWN_RETRY_SECONDS);
  }

  /** Beats at the current interval from now on; 0 or less is never. */
  restartHeartbeat(): void {
    this.#cancelTimer?.();
    const seconds = this.#ports.heartbeatSeconds();
    if (seconds <= 0 || this.#status !== 'Accepted') return;
    this.#cancelTimer = this.#ports.clock.schedule(seconds * 1000, () => {
      void this.heartbeat();
      this.restartHeartbeat();
    });
  }

  async heartbeat(): Promise<void> {
    if (this.#isHeartbeatOut) return;
    this.#isHeartbeatOut = true;
    await this.#ports.line.prompt((connection) => connection.call(messages.Heartbeat, {}));
    this.#isHeartbeatOut = false;
  }

  #bootLater(seconds: number): void {
    this.#cancelTimer = this.#ports.clock.schedule(seconds * 1000, () => void this.boot());
  }
}
