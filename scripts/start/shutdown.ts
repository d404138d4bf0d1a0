const END_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** All that was started must be gone by then. */
const LIMIT_MS = 1_800;

/**
 * Ends what was started, the last first, when the process is asked to go: exit code 0. Ctrl-C reaches a process that npm
 * started more than once (from the terminal, and from npm), so a second signal changes nothing.
 */
export class Shutdown {
  readonly #steps: (() => Promise<void>)[] = [];
  readonly #abort = new AbortController();
  #isDone: Promise<void> | undefined;

  constructor() {
    const begin = (): void => this.begin();
    for (const signal of END_SIGNALS) process.on(signal, begin);
    // Miniflare's exit hook would end the process at once, with the signal's code and with work half done.
    process.on('newListener', (event: string, listener: () => void) => {
      const isOfSignal = END_SIGNALS.some((signal) => signal === event);
      if (isOfSignal && listener !== begin) queueMicrotask(() => process.off(event, listener));
    });
  }

  /** Aborts as soon as the end was asked for. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  add(step: () => Promise<void>): void {
    this.#steps.push(step);
  }

  /** Runs the steps, then ends the process. */
  begin(): void {
    if (this.signal.aborted) return;
    this.#abort.abort();
    setTimeout(() => process.exit(0), LIMIT_MS);
    this.run().then(
      () => process.exit(0),
      () => process.exit(0),
    );
  }

  /** Each step once, the last added first; one that fails does not keep the others. */
  run(): Promise<void> {
    this.#isDone ??= this.#runSteps();
    return this.#isDone;
  }

  async #runSteps(): Promise<void> {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      await step().catch((error: unknown) => console.error(error));
    }
  }
}
