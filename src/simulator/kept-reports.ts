import type { CallLine } from './call-line.ts';
import type { Connection } from './connection.ts';
import type { MessageShape } from './message-shape.ts';

/**
 * Reports of jobs and security events, which reach the server sooner or later and in their order, also over a loss of
 * the connection (security white paper A04). A server that refuses one has heard it.
 */
export class KeptReports {
  readonly #line: CallLine<Connection>;

  constructor(line: CallLine<Connection>) {
    this.#line = line;
  }

  tell<Request, Confirmation>(message: MessageShape<Request, Confirmation>, request: NoInfer<Request>): void {
    this.#line.keep<Confirmation | null>(
      async (connection) => {
        const outcome = await connection.call(message, request);
        return outcome.kind === 'refused' ? { kind: 'answered', confirmation: null } : outcome;
      },
      () => {},
    );
  }
}
