import { assertNever } from '../lib/assert-never.ts';
import type { CallOutcome } from './call-outcome.ts';
import type { Cancel, Clock } from './clock.ts';
import { decideRetry, type RetryRule } from './retry-rule.ts';

/** Sends one CALL over a connection and waits for what becomes of it. */
export type Send<Connection, Confirmation> = (connection: Connection) => Promise<CallOutcome<Confirmation>>;

/** A CALL that is kept until it is answered; `settled` gets null when the charger gives it up. */
interface KeptEntry<Connection> {
  kind: 'kept';
  send: (connection: Connection) => Promise<'answered' | 'failed' | 'connectionLost'>;
  giveUp: () => void;
  failures: number;
  /** The charger's time before which it is not sent again. */
  notBeforeMs: number;
}

/** A CALL that makes sense now or never. */
interface PromptEntry<Connection> {
  kind: 'prompt';
  send: (connection: Connection) => Promise<void>;
  lose: () => void;
  isUrgent: boolean;
}

type Entry<Connection> = KeptEntry<Connection> | PromptEntry<Connection>;

/**
 * The charger's CALLs in a line: one unanswered at a time (OCPP-J 4.1.1), in the order they were made. Kept ones
 * outlive the connection and never overtake each other; while the first of them waits for its next try, prompt ones
 * go on (OCPP 1.6 3.7).
 */
export class CallLine<Connection> {
  readonly #clock: Clock;
  readonly #retryRule: () => RetryRule;
  #entries: Entry<Connection>[] = [];
  #connection: Connection | null = null;
  #maySendKept = false;
  #isBusy = false;
  #cancelRetry: Cancel | undefined;
  #idleWaiters: (() => void)[] = [];

  constructor(clock: Clock, retryRule: () => RetryRule) {
    this.#clock = clock;
    this.#retryRule = retryRule;
  }

  attach(connection: Connection): void {
    this.#connection = connection;
    this.#advance();
  }

  /** The connection is gone: prompt CALLs are lost, kept ones wait for the next. */
  detach(): void {
    this.#connection = null;
    const lost = this.#entries.filter((entry) => entry.kind === 'prompt');
    this.#entries = this.#entries.filter((entry) => entry.kind === 'kept');
    for (const entry of lost) entry.lose();
  }

  /** Kept CALLs wait until the server has accepted the charger (OCPP 1.6 4.2). */
  allowKept(isAllowed: boolean): void {
    this.#maySendKept = isAllowed;
    this.#advance();
  }

  /** How many kept CALLs are not answered yet. */
  get keptCount(): number {
    return this.#entries.filter((entry) => entry.kind === 'kept').length;
  }

  /** Sends a CALL as soon as the line is free; lost at once without a connection. An urgent one goes ahead of all others. */
  prompt<Confirmation>(
    send: Send<Connection, Confirmation>,
    options: { isUrgent?: boolean } = {},
  ): Promise<CallOutcome<Confirmation>> {
    if (this.#connection === null) return Promise.resolve({ kind: 'connectionLost' });
    return new Promise((resolve) => {
      const isUrgent = options.isUrgent ?? false;
      const entry: PromptEntry<Connection> = {
        kind: 'prompt',
        isUrgent,
        send: async (connection) => resolve(await send(connection)),
        lose: () => resolve({ kind: 'connectionLost' }),
      };
      const isBehind = (other: Entry<Connection>) => other.kind === 'kept' || !other.isUrgent;
      const place = isUrgent ? this.#entries.findIndex(isBehind) : -1;
      this.#entries.splice(place === -1 ? this.#entries.length : place, 0, entry);
      this.#advance();
    });
  }

  /** Sends a CALL sooner or later, again and again until it is answered. `settled` hears the answer; null: given up. */
  keep<Confirmation>(
    send: Send<Connection, Confirmation>,
    settled: (confirmation: Confirmation | null) => void,
  ): void {
    this.#entries.push({
      kind: 'kept',
      send: async (connection) => {
        const outcome = await send(connection);
        if (outcome.kind === 'answered') settled(outcome.confirmation);
        return outcome.kind === 'answered' || outcome.kind === 'connectionLost' ? outcome.kind : 'failed';
      },
      giveUp: () => settled(null),
      failures: 0,
      notBeforeMs: 0,
    });
    this.#advance();
  }

  /** Resolves once every CALL is answered. Without a connection that may never be. */
  whenIdle(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve();
    return new Promise((resolve) => this.#idleWaiters.push(resolve));
  }

  #isIdle(): boolean {
    return !this.#isBusy && this.#entries.length === 0;
  }

  #advance(): void {
    if (this.#isIdle()) {
      for (const resolve of this.#idleWaiters.splice(0)) resolve();
    }
    const connection = this.#connection;
    if (connection === null || this.#isBusy) return;
    const entry = this.#next();
    if (entry === undefined) return;

    this.#isBusy = true;
    void this.#transmit(entry, connection).finally(() => {
      this.#isBusy = false;
      this.#advance();
    });
  }

  #next(): Entry<Connection> | undefined {
    const firstKept = this.#entries.find((entry) => entry.kind === 'kept');
    return this.#entries.find((entry) => {
      if (entry.kind === 'prompt') return true;
      return entry === firstKept && this.#maySendKept && entry.notBeforeMs <= this.#clock.now();
    });
  }

  async #transmit(entry: Entry<Connection>, connection: Connection): Promise<void> {
    if (entry.kind === 'prompt') {
      this.#remove(entry);
      await entry.send(connection);
      return;
    }
    const outcome = await entry.send(connection);
    switch (outcome) {
      case 'answered':
        this.#remove(entry);
        return;
      case 'connectionLost':
        return;
      case 'failed':
        this.#fail(entry);
        return;
      default:
        assertNever(outcome);
    }
  }

  #fail(entry: KeptEntry<Connection>): void {
    entry.failures += 1;
    const next = decideRetry(entry.failures, this.#retryRule());
    if (next.decision === 'giveUp') {
      this.#remove(entry);
      entry.giveUp();
      return;
    }
    entry.notBeforeMs = this.#clock.now() + next.waitMs;
    this.#cancelRetry?.();
    this.#cancelRetry = this.#clock.schedule(next.waitMs, () => this.#advance());
  }

  #remove(entry: Entry<Connection>): void {
    this.#entries = this.#entries.filter((other) => other !== entry);
  }
}
