import { setTimeout as wait } from 'node:timers/promises';

import { type BackOff, backOffMs } from './back-off.ts';
import { type Connection, type ConnectionListener, type DialOptions, dial } from './connection.ts';

/** How long a server may take to agree to the end of a connection. */
const CLOSING_LIMIT_MS = 2000;

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
    void this.#release(manner);
  }

  /**
   * Ends the connection in order and dials anew; nothing where none is wanted. It dials only when the server has taken
   * leave too: what the charger said last would else be overtaken by its new connection.
   */
  async redial(): Promise<void> {
    if (!this.#isWanted) return;
    this.#isWanted = false;
    clearTimeout(this.#timer);
    const closing = this.#release('close');
    const generation = this.#generation;
    await Promise.race([closing, wait(CLOSING_LIMIT_MS, undefined, { ref: false })]);
    if (generation === this.#generation) this.up();
  }

  /** The connection breaks off; the link dials again by its rule. */
  drop(): void {
    if (!this.#isWanted || this.#connection === null) return;
    void this.#release('cut');
    this.#dialLater(this.#retryMs());
  }

  /** Resolves when the socket is gone on both sides; a cut one is at once. */
  async #release(manner: 'close' | 'cut'): Promise<void> {
    this.#generation += 1;
    const connection = this.#connection;
    this.#connection = null;
    if (connection === null) return;
    if (manner === 'cut') {
      connection.cut();
      this.#listener.lost(1006, 'cut by the charger');
    } else {
      const closing = connection.close();
      this.#listener.lost(1000, 'closed by the charger');
      await closing;
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
