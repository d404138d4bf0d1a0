import type { ChargerEventBody } from '../contracts/charger-event.ts';
import type { CommandRequest, CommandResult } from '../contracts/command-rpc.ts';
import type { TimedMessage } from '../domain/clock-skew.ts';
import type { Flag } from '../domain/flag.ts';
import type { Registration } from '../domain/registration.ts';
import type { DigestKey } from '../env.ts';
import type { CallErrorBody } from '../ocpp/call-error.ts';
import type { ConfirmationOf, IncomingRequestOf, MessageDefinition } from '../ocpp/message.ts';
import { readRequest } from '../ocpp/read-request.ts';
import type { PresentedTag, TagSurroundings } from './id-tag-directory.ts';
import { toFlag } from './to-flag.ts';

/** A charger's call: the request as it was understood, the payload as it came. */
export interface IncomingCall<Request> {
  request: Request;
  payload: unknown;
  /** ms since the epoch */
  receivedAt: number;
  /** What had to be tolerated to read it; counted for the charger without the handler. */
  tolerated: readonly Flag[];
}

/** What a handler may use. Each handler asks for the part that it needs. */
export interface HandlerPorts {
  sql: SqlStorage;
  registration: Registration;
  /** The decision on a tag that the handler named in `idTags`; `known` spares reading again what the handler has read. */
  present: (idTag: string, known?: TagSurroundings) => PresentedTag;
  newTransactionId: () => string;
  /** Where a charger's transaction numbers begin. */
  firstOcppTransactionId: () => number;
  /** Sends a command that answers the call, once the reply is out: for `afterwards`. */
  follow: (request: CommandRequest) => Promise<CommandResult>;
}

/** What a handler decided; its writes have been made in the same storage transaction. */
export interface Served<Confirmation> {
  confirmation: Confirmation;
  events?: ChargerEventBody[];
  flags?: Flag[];
  /** The time that the message names, by the charger's own clock. */
  clock?: Pick<TimedMessage, 'messageAt' | 'mayBeOld'>;
  /** What is done once the reply is out; it may take its time. */
  afterwards?: () => Promise<void>;
}

/** What may be asked of others before a call is handled. */
export interface AskPorts {
  registration: Registration;
  db: D1Database;
  digestKeys: () => readonly DigestKey[];
}

interface Serving<Definition extends MessageDefinition, Asked> {
  /** It stores nothing, so it needs no storage transaction. */
  isReadOnly?: boolean;
  /**
   * It tells no event, and what it stores is whole after each statement: then it needs no storage transaction, which
   * costs as much as writing a row.
   */
  isWholeByItself?: boolean;
  /** The tags to be looked up before the call is handled: the only wait there is. */
  idTags?: (request: IncomingRequestOf<Definition>) => string[];
  /** What else must be asked before the call is handled; bounded in time by itself, and it does not fail. */
  ask?: (request: IncomingRequestOf<Definition>, ports: AskPorts) => Promise<Asked>;
  handle: (
    call: IncomingCall<IncomingRequestOf<Definition>> & { asked: Asked | null },
    ports: HandlerPorts,
  ) => Served<ConfirmationOf<Definition>>;
}

/** A call that has been read and can be handled. */
export interface ReadCall {
  idTags: string[];
  needsTransaction: boolean;
  flags: Flag[];
  /** Asks what has to be known before; null where nothing has. */
  ask: ((ports: AskPorts) => Promise<void>) | null;
  handle: (ports: HandlerPorts) => Served<object>;
}

/** A handler as the dispatch sees it. */
export interface IncomingHandler {
  read(
    payload: unknown,
    options: { strict: boolean; receivedAt: number },
  ): { ok: true; call: ReadCall } | { ok: false; error: CallErrorBody };
}

/** Ties a handler to its message: the request is read by the message's own schema. */
export function defineHandler<const Definition extends MessageDefinition, Asked = never>(
  definition: Definition,
  { idTags, isReadOnly = false, isWholeByItself = false, ask, handle }: Serving<Definition, Asked>,
): IncomingHandler {
  return {
    read(payload, { strict, receivedAt }) {
      const read = readRequest(definition, payload, { strict });
      if (!read.ok) return read;
      const { request } = read;
      const tolerated = read.tolerances.map(toFlag);
      let asked: Asked | null = null;
      return {
        ok: true,
        call: {
          idTags: idTags?.(request) ?? [],
          needsTransaction: !isReadOnly && !isWholeByItself,
          flags: tolerated,
          ask:
            ask === undefined
              ? null
              : async (ports) => {
                  asked = await ask(request, ports);
                },
          handle: (ports) => handle({ request, payload, receivedAt, tolerated, asked }, ports),
        },
      };
    },
  };
}
