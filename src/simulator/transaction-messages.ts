import { messages } from '../ocpp/v16/messages/index.ts';
import type { ConfirmationOf, RequestOf } from '../ocpp/message.ts';
import type { CallLine } from './call-line.ts';
import type { Connection } from './connection.ts';

type StartRequest = RequestOf<typeof messages.StartTransaction>;
type StopRequest = RequestOf<typeof messages.StopTransaction>;
type MeterRequest = RequestOf<typeof messages.MeterValues>;

export type StartConfirmation = ConfirmationOf<typeof messages.StartTransaction>;
type StopConfirmation = ConfirmationOf<typeof messages.StopTransaction>;

/** The transaction a message is about: its id comes only with the server's answer to the start. */
export interface TransactionRef {
  transactionId: number | null;
}

/** Stands for the id of a transaction whose start was given up (OCPP 1.6 errata 3.18). */
const ID_OF_LOST_START = -1;

/**
 * The messages that carry money (OCPP 1.6 3.7.1): kept until they are answered, in the order of the events, with the
 * times of the events. An id that is not known yet is filled in when the message leaves, which is after its start.
 */
export class TransactionMessages {
  readonly #line: CallLine<Connection>;
  readonly #givenUp: (action: string) => void;

  constructor(line: CallLine<Connection>, givenUp: (action: string) => void) {
    this.#line = line;
    this.#givenUp = givenUp;
  }

  start(
    transaction: TransactionRef,
    request: StartRequest,
    answered: (conf: StartConfirmation) => void,
  ): void {
    this.#line.keep(
      (connection) => connection.call(messages.StartTransaction, request),
      (confirmation) => {
        transaction.transactionId = confirmation?.transactionId ?? ID_OF_LOST_START;
        if (confirmation === null) this.#givenUp('StartTransaction');
        else answered(confirmation);
      },
    );
  }

  /** `transaction` null: values outside of any. */
  meterValues(transaction: TransactionRef | null, request: Omit<MeterRequest, 'transactionId'>): void {
    this.#line.keep(
      (connection) =>
        connection.call(
          messages.MeterValues,
          transaction === null ? request : { ...request, transactionId: wireId(transaction) },
        ),
      (confirmation) => {
        if (confirmation === null) this.#givenUp('MeterValues');
      },
    );
  }

  stop(
    transaction: TransactionRef,
    request: Omit<StopRequest, 'transactionId'>,
    answered: (transactionId: number, confirmation: StopConfirmation) => void,
  ): void {
    this.#line.keep(
      (connection) =>
        connection.call(messages.StopTransaction, { ...request, transactionId: wireId(transaction) }),
      (confirmation) => {
        if (confirmation === null) this.#givenUp('StopTransaction');
        else answered(wireId(transaction), confirmation);
      },
    );
  }
}

function wireId(transaction: TransactionRef): number {
  return transaction.transactionId ?? ID_OF_LOST_START;
}
