import * as fc from 'fast-check';
import { createHash } from 'node:crypto';
import { Connection } from './connection.ts';
import type { ChargerKind } from './expectation.ts';
import { batch, type Step } from './frames/batch.ts';
import type { Settled } from './ledger.ts';
import { SentFrames } from './sent-frames.ts';
import type { Tally } from './tally.ts';
import { TransactionNumbers } from './transaction-numbers.ts';
import { prepare, type WireFrame } from './wire-frame.ts';

interface FuzzedChargerOptions extends ChargerKind {
  /** `ws://127.0.0.1:8787/ocpp/CP-1` */
  url: string;
  seed: number;
  /** Which of the run's chargers: with the seed it makes the frames. */
  index: number;
  tally: Tally;
}

/** One charger that sends nonsense, batch after batch; each batch follows from seed, index and its own number alone. */
export class FuzzedCharger {
  readonly sent = new SentFrames();
  private readonly options: FuzzedChargerOptions;
  private readonly numbers = new TransactionNumbers();
  private connection: Connection | null = null;
  private batches = 0;
  private frames = 0;

  constructor(options: FuzzedChargerOptions) {
    this.options = options;
  }

  /** Sends at least so many frames, unless `isOver` says before that it is enough. Throws `FuzzFailure`. */
  async run(frames: number, isOver: () => boolean): Promise<void> {
    this.connection = await this.dial();
    while (this.frames < frames && !isOver()) {
      await this.runBatch(stepsOf(this.options.seed, this.options.index, this.batches), this.connection);
      this.batches += 1;
    }
    await this.connection.close();
  }

  private async runBatch(steps: readonly Step[], first: Connection): Promise<void> {
    this.sent.add(`batch ${this.batches}`);
    const { tally } = this.options;
    const startedAt = performance.now();
    // What the server answers to this batch is not waited for before it ends: its number would be a matter of chance.
    const lastTransaction = this.numbers.last;
    let connection = first;
    for (const step of steps) connection = await this.take(step, connection, lastTransaction);
    if (connection.isEnding) {
      const { code } = await connection.end();
      tally.closed(code);
      this.sent.add(`closed with ${code}, connected again`);
      connection = await this.dial();
    }
    this.connection = connection;
    await connection.settle();
    tally.waited(performance.now() - startedAt, `charger ${this.options.index}, batch ${this.batches}`);
  }

  private async take(
    step: Step,
    connection: Connection,
    lastTransaction: number | null,
  ): Promise<Connection> {
    switch (step.kind) {
      case 'send':
        this.send(connection, prepare(step.frame, lastTransaction));
        return connection;
      case 'replace': {
        connection.expectReplacement();
        const dialled = this.dial();
        this.sent.add('a second connection is dialled');
        for (const frame of step.meanwhile) this.send(connection, prepare(frame, lastTransaction));
        const next = await dialled;
        this.sent.add('it is open');
        for (const frame of step.meanwhile) this.send(connection, prepare(frame, lastTransaction));
        this.options.tally.closed((await connection.end()).code);
        return next;
      }
      case 'terminate':
        connection.terminate();
        this.options.tally.closed(1006);
        this.sent.add('broken off, connected again');
        return this.dial();
    }
  }

  private send(connection: Connection, frame: WireFrame): void {
    this.sent.add(frame);
    this.frames += 1;
    connection.send(frame);
    this.options.tally.sent(frame);
  }

  /** A charger that has just connected speaks: workerd holds back the close of a socket on which nothing ever came. */
  private async dial(): Promise<Connection> {
    const connection = await Connection.open(this.options.url, this.options, (settled) => this.note(settled));
    await connection.settle();
    return connection;
  }

  private note({ answer, calls }: Settled): string | undefined {
    this.options.tally.answered(answer.kind === 'error' ? answer.code : null);
    if (answer.kind === 'error' || !calls.some(({ action }) => action === 'StartTransaction'))
      return undefined;
    // Of several starts with one id it is not known which one was given this number.
    return this.numbers.note(calls.length === 1 ? calls[0]?.payload : undefined, answer.payload);
  }
}

function stepsOf(seed: number, charger: number, batchNumber: number): readonly Step[] {
  const digest = createHash('sha256').update(`${seed} ${charger} ${batchNumber}`).digest();
  const [steps] = fc.sample(batch, { seed: digest.readInt32BE(), numRuns: 1 });
  return steps ?? [];
}
