import { type BackOff, backOffMs } from './back-off.ts';
import { type Connection, type ConnectionListener, type DialOptions, dial } from './connection.ts';

/** Who hears of the link. */
export interface LinkListener extends Omit<ConnectionListener, 'lost'> {
  opened(connection: Connection): void;
  lost(code: number, reason: string): void;
  /** A try failed; `httpStatus` is null when no server answered. */
  failed(httpStatus: number | null, reason: string, retryInMs: number): void;
}

export interface LinkOptions {
  dialOptions: () => DialOptions;
  backOff: BackOff;
  /** Dials at this steady pace instead of backing off; null backs off. */
  steadyDialMs: number | null;
}

/**
 * Keeps a connection up: dials, dials again when it is lost, ever later while that fails. It goes by the machine's
 * time, since the network does not run faster with a faster charger.
 */
export class Link {
  readonly #options: LinkOptions;
  readonly #listener: LinkListener;
  #isWanted = false;
  #connection: Connection | null = null;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Counts the dials, so that what a given-up one tells late is not heard. */
  #generation = 0;

  constructor(options: LinkOptions, listener: LinkListener) {
    this.#options = options;
    this.#listener = listener;
  }

  up(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#failures = 0;
    void this.#dial();
  }

  /** Ends the connection and dials no more until `up`. `cut` leaves without a closing handshake. */
  down(manner: 'close' | 'cut'): void {
    this.#isWanted = false;
    clearTimeout(this.#timer);
    this.#release(manner);
  }

  /** The connection breaks off; the link dials again by its rule. */
  drop(): void {
    if (!this.#isWanted || this.#connection === null) return;
    this.#release('cut');
    this.#dialLater(this.#retryMs());
  }

  #release(manner: 'close' | 'cut'): void {
    this.#generation += 1;
    const connection = this.#connection;
    this.#connection = null;
    if (connection === null) return;
    if (manner === 'cut') {
      connection.cut();
      this.#listener.lost(1006, 'cut by the charger');
    } else {
      connection.close();
      this.#listener.lost(1000, 'closed by the charger');
    }
  }

  async #dial(): Promise<void> {
    this.#generation += 1;
    const generation = this.#generation;
    const isCurrent = () => generation === this.#generation;

    const outcome = await dial(this.#options.dialOptions(), {
      knownActions: this.#listener.knownActions,
      answer: (action, request) => this.#listener.answer(action, request),
      violated: (description) => this.#listener.violated(description),
      lost: (code, reason) => {
        if (isCurrent()) this.#lost(code, reason);
      },
    });

    if (!isCurrent()) {
      if (outcome.kind === 'open') outcome.connection.cut();
      return;
    }
    if (outcome.kind === 'open') {
      this.#failures = 0;
      this.#connection = outcome.connection;
      this.#listener.opened(outcome.connection);
      return;
    }
    const retryInMs = this.#retryMs();
    if (outcome.kind === 'refused') {
      this.#listener.failed(outcome.httpStatus, `HTTP ${outcome.httpStatus}`, retryInMs);
    } else {
      this.#listener.failed(null, outcome.reason, retryInMs);
    }
    this.#dialLater(retryInMs);
  }

  #lost(code: number, reason: string): void {
    this.#connection = null;
    this.#listener.lost(code, reason);
    if (this.#isWanted) this.#dialLater(this.#retryMs());
  }

  #retryMs(): number {
    this.#failures += 1;
    return this.#options.steadyDialMs ?? backOffMs(this.#options.backOff, this.#failures, Math.random());
  }

  #dialLater(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#dial(), delayMs);
  }
}
