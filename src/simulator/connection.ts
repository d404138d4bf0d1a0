import { RPCClient } from 'ocpp-rpc';
import * as z from 'zod';

import type { CallOutcome } from './call-outcome.ts';
import type { MessageShape } from './message-shape.ts';

/** Where a charger dials and as whom. */
export interface DialOptions {
  /** The server's endpoint without the charger's identity, e.g. `ws://127.0.0.1:8787/ocpp`. */
  url: string;
  identity: string;
  /** Value of the Authorization header, null for none. */
  authorization: string | null;
  /** How long an answer may take. */
  callTimeoutMs: () => number;
  /** How often the charger pings; 0 never. */
  pingIntervalMs: number;
}

/** What a charger answers to a CALL of the server: a payload and what it does once that has left, or an error code. */
export type Reply =
  | { kind: 'confirmation'; payload: Record<string, unknown>; afterwards?: (() => void) | undefined }
  | { kind: 'error'; code: RefusalCode; description: string };

/** The words with which this charger refuses a CALL whose form is right (OCPP-J 4.2.3). */
export type RefusalCode = 'NotSupported' | 'PropertyConstraintViolation' | 'InternalError';

/** Who hears what happens on a connection. */
export interface ConnectionListener {
  /** The actions the charger knows by name; any other is answered `NotImplemented`. */
  readonly knownActions: readonly string[];
  answer(action: string, request: unknown): Reply;
  lost(code: number, reason: string): void;
  /** The server sent a frame that the official schemas or OCPP-J forbid. */
  violated(description: string): void;
}

export type DialOutcome =
  | { kind: 'open'; connection: Connection }
  /** The server answered the upgrade with this HTTP status. */
  | { kind: 'refused'; httpStatus: number }
  | { kind: 'unreachable'; reason: string };

/** A refusal in the shape that `ocpp-rpc` turns into a CALLERROR. */
class CommandRefused extends Error {
  readonly rpcErrorCode: string;
  readonly details = {};

  constructor(code: string, description: string) {
    super(description);
    this.rpcErrorCode = code;
  }
}

/** One socket to the server. When it is gone it stays gone: the next try is another one. */
export interface Connection {
  call<Request, Confirmation>(
    message: MessageShape<Request, Confirmation>,
    request: NoInfer<Request>,
  ): Promise<CallOutcome<Confirmation>>;
  /** Closes as a charger does that means it. Resolves once the server has agreed to that, or is gone. */
  close(): Promise<void>;
  /** The cable is cut: no closing handshake. */
  cut(): void;
}

const validationFailure = z.object({ method: z.string(), outbound: z.boolean(), error: z.instanceof(Error) });
const outboundResponse = z.object({
  outbound: z.literal(true),
  payload: z.tuple([z.number(), z.string()], z.unknown()),
});
const closure = z.object({ code: z.number().catch(1006), reason: z.string().catch('') });

/**
 * Opens a socket through npm `ocpp-rpc` in strict mode: every frame of either side is checked against the official
 * schemas by code that is not ours.
 */
export async function dial(options: DialOptions, listener: ConnectionListener): Promise<DialOutcome> {
  const client = createClient(options);
  const afterwards = new Map<string, () => void>();
  const life: ConnectionLife = { phase: 'dialling', hasTimedOut: false };

  for (const action of listener.knownActions) {
    client.handle(action, async ({ messageId, params }) => {
      const reply = listener.answer(action, params);
      if (reply.kind === 'error') throw new CommandRefused(reply.code, reply.description);
      if (messageId !== undefined && reply.afterwards !== undefined)
        afterwards.set(messageId, reply.afterwards);
      return reply.payload;
    });
  }
  client.on('response', (event: unknown) => {
    // Told just before the frame is written: what follows from an answer waits until the answer is out.
    const { data } = outboundResponse.safeParse(event);
    if (data === undefined) return;
    const [type, messageId] = data.payload;
    const task = afterwards.get(messageId);
    afterwards.delete(messageId);
    if (task !== undefined && type === 3) setImmediate(task);
  });
  client.on('strictValidationFailure', (event: unknown) => {
    const { data } = validationFailure.safeParse(event);
    if (data === undefined) return;
    listener.violated(`${data.outbound ? 'own ' : ''}${data.method}: ${data.error.message}`);
  });
  client.on('badMessage', (event: unknown) => {
    // An answer that comes after its time, or while the charger leaves, is no fault of form: it is only the library
    // that no longer knows the CALL.
    if (life.hasTimedOut || isLost(life)) return;
    const { data } = z.object({ error: z.instanceof(Error) }).safeParse(event);
    listener.violated(data?.error.message ?? 'unreadable frame');
  });
  client.on('disconnect', (event: unknown) => {
    const wasOpen = life.phase === 'open';
    life.phase = 'lost';
    const { code, reason } = closure.parse(event);
    if (wasOpen) listener.lost(code, reason);
  });

  try {
    await client.connect();
  } catch (error) {
    return toFailedDial(error);
  }
  if (isLost(life)) return { kind: 'unreachable', reason: 'closed at once' };
  life.phase = 'open';
  return { kind: 'open', connection: toConnection(client, life, options) };
}

interface ConnectionLife {
  phase: 'dialling' | 'open' | 'lost';
  hasTimedOut: boolean;
}

function isLost(life: ConnectionLife): boolean {
  return life.phase === 'lost';
}

function createClient(options: DialOptions): RPCClient {
  return new RPCClient({
    endpoint: options.url.replace(/\/+$/, ''),
    identity: options.identity,
    protocols: ['ocpp1.6'],
    strictMode: true,
    strictModeValidators: [],
    reconnect: false,
    maxReconnects: 0,
    callTimeoutMs: options.callTimeoutMs(),
    pingIntervalMs: options.pingIntervalMs,
    deferPingsOnActivity: true,
    respondWithDetailedErrors: false,
    callConcurrency: 1,
    maxBadMessages: Number.POSITIVE_INFINITY,
    password: null,
    headers: options.authorization === null ? {} : { authorization: options.authorization },
    wsOpts: {},
    backoff: { initialDelay: 1000, maxDelay: 10_000, factor: 2, randomisationFactor: 0 },
  });
}

function toConnection(
  client: RPCClient,
  life: ConnectionLife,
  { callTimeoutMs }: Pick<DialOptions, 'callTimeoutMs'>,
): Connection {
  return {
    async call(message, request) {
      try {
        const payload = await client.call(message.action, request, { callTimeoutMs: callTimeoutMs() });
        const parsed = message.confirmation.safeParse(payload);
        if (parsed.success) return { kind: 'answered', confirmation: parsed.data };
        return { kind: 'refused', code: 'invalid answer', description: z.prettifyError(parsed.error) };
      } catch (error) {
        const outcome = toFailedCall(error, isLost(life));
        if (outcome.kind === 'timedOut') life.hasTimedOut = true;
        return outcome;
      }
    },
    async close() {
      life.phase = 'lost';
      await client.close({ code: 1000, reason: '' });
    },
    cut() {
      life.phase = 'lost';
      void client.close({ force: true });
    },
  };
}

function toFailedDial(error: unknown): DialOutcome {
  const refusal = z.object({ code: z.number() }).safeParse(error);
  if (refusal.success) return { kind: 'refused', httpStatus: refusal.data.code };
  return { kind: 'unreachable', reason: describe(error) };
}

function toFailedCall(error: unknown, isSocketGone: boolean): CallOutcome<never> {
  // The library aborts what is unanswered when the socket goes, and refuses to send afterwards.
  if (isSocketGone || (error instanceof Error && error.name === 'AbortError'))
    return { kind: 'connectionLost' };
  if (error instanceof Error && error.message === 'Call timeout') return { kind: 'timedOut' };
  const rpcError = z.object({ rpcErrorCode: z.string(), message: z.string() }).safeParse(error);
  if (rpcError.success) {
    return { kind: 'refused', code: rpcError.data.rpcErrorCode, description: rpcError.data.message };
  }
  return { kind: 'connectionLost' };
}

function describe(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(describe).join(', ');
  if (!(error instanceof Error)) return String(error);
  return error.message === '' ? error.name : error.message;
}
