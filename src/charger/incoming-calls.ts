import type { ChargerEventBody } from '../contracts/charger-event.ts';
import { type ClockSkew, seeClock } from '../domain/clock-skew.ts';
import type { FollowingCall } from '../domain/command-outcome.ts';
import type { Flag } from '../domain/flag.ts';
import type { Registration } from '../domain/registration.ts';
import { type CallErrorBody, callError } from '../ocpp/call-error.ts';
import { callErrorFrame, callResultFrame, type MessageId } from '../ocpp/frame.ts';
import { isAction, isIncomingAction } from '../ocpp/v16/messages/index.ts';
import { AnsweredFrames } from './answered-frames.ts';
import type { AskPorts, HandlerPorts, ReadCall, Served } from './handler.ts';
import { handlers } from './handlers/index.ts';
import type { LookedUpTags } from './id-tag-directory.ts';

/** A CALL of the charger, and where its answer goes. */
export interface QueuedCall {
  id: MessageId;
  action: string;
  payload: unknown;
  /** The whole frame, by which a repeat is known. */
  text: string;
  receivedAt: number;
  connectionId: string;
  reply: (frame: string) => void;
  /** What was odd about it, and what it said of the charger's clock. */
  note: (flags: readonly Flag[], clock: ClockSkew | null) => void;
  clock: () => ClockSkew | null;
}

interface CallPorts {
  registration: () => Registration;
  hasBooted: () => boolean;
  lookUp: (idTags: readonly string[]) => Promise<LookedUpTags>;
  askPorts: () => AskPorts;
  /** Whether we have asked for this call, by a trigger. */
  isTriggered: (action: string, payload: unknown, now: number) => boolean;
  /** A call has been answered: it may be what a command led to. */
  served: (call: FollowingCall) => void;
  waitUntil: (promise: Promise<unknown>) => void;
  handlerPorts: (tags: LookedUpTags, now: number) => HandlerPorts;
  /** Runs the handler and stores its events, all or nothing. */
  commit: <Result extends { events?: ChargerEventBody[] }>(work: () => Result, now: number) => Result;
  /** There are events to deliver. */
  deliverSoon: () => void;
}

const NO_TAGS: LookedUpTags = { found: new Map(), isFromMemory: false };

/**
 * Serves a charger's calls one after the other, in the order of their arrival: handlers of one socket interleave at
 * every wait, and a look-up must not let a stop overtake its start.
 */
export class IncomingCalls {
  private readonly ports: CallPorts;
  private readonly answered = new AnsweredFrames();
  private readonly waiting: QueuedCall[] = [];
  private serving: QueuedCall | null = null;

  constructor(ports: CallPorts) {
    this.ports = ports;
  }

  /** A promise only when the call has to wait. */
  serve(call: QueuedCall): Promise<void> | undefined {
    if (this.isInProgress(call)) return undefined;
    this.waiting.push(call);
    return this.serving === null ? this.serveWaiting() : undefined;
  }

  /** The same frame on the same connection gets one answer; on a new one it is served again, and known as a repeat. */
  private isInProgress({ text, connectionId }: QueuedCall): boolean {
    const same = (other: QueuedCall) => other.text === text && other.connectionId === connectionId;
    return (this.serving !== null && same(this.serving)) || this.waiting.some(same);
  }

  private serveWaiting(): Promise<void> | undefined {
    for (let call = this.waiting.shift(); call !== undefined; call = this.waiting.shift()) {
      this.serving = call;
      const pending = this.serveSafely(call);
      if (pending !== undefined) return pending.then(() => this.serveWaiting());
    }
    this.serving = null;
    return undefined;
  }

  /** Whatever goes wrong with one call, the next ones are served. */
  private serveSafely(call: QueuedCall): Promise<void> | undefined {
    try {
      return this.serveOne(call)?.catch(logFailure);
    } catch (error) {
      logFailure(error);
      return undefined;
    }
  }

  private serveOne(call: QueuedCall): Promise<void> | undefined {
    const repeated = this.answered.find(call);
    if (repeated !== undefined) {
      call.reply(repeated);
      call.note([{ name: 'repeatedCall', example: call.action }], null);
      return undefined;
    }
    const flags: Flag[] =
      this.ports.hasBooted() || call.action === 'BootNotification'
        ? []
        : [{ name: 'beforeBoot', example: call.action }];
    const read = this.read(call);
    if (!read.ok) {
      const { error } = read;
      call.reply(callErrorFrame(call.id, error));
      const example = `${call.action}: ${error.description}`.slice(0, 120);
      call.note([...flags, { name: 'refusedCall', example }], null);
      return undefined;
    }
    const { idTags, ask } = read.call;
    if (idTags.length === 0 && ask === null) {
      this.handle(call, read.call, NO_TAGS, flags);
      return undefined;
    }
    return Promise.all([
      idTags.length === 0 ? NO_TAGS : this.ports.lookUp(idTags),
      ask?.(this.ports.askPorts()),
    ]).then(
      ([tags]) => this.handle(call, read.call, tags, flags),
      (error: unknown) => this.fail(call, error),
    );
  }

  private read({
    action,
    payload,
    receivedAt,
  }: QueuedCall): ReturnType<(typeof handlers)['Heartbeat']['read']> {
    if (!isAction(action)) {
      return refuse(
        callError('NotImplemented', `OCPP 1.6 has no action of this name: ${action.slice(0, 50)}`),
      );
    }
    if (!isIncomingAction(action)) {
      return refuse(
        callError('NotSupported', `${action} is sent by the Central System, not by the Charge Point.`),
      );
    }
    const { registration, settings } = this.ports.registration();
    const isLetIn =
      registration === 'Accepted' ||
      action === 'BootNotification' ||
      (registration === 'Pending' && this.ports.isTriggered(action, payload, receivedAt));
    if (!isLetIn) {
      return refuse(callError('SecurityError', `The registration of this charger is ${registration}.`));
    }
    return handlers[action].read(payload, { strict: settings.strict, receivedAt });
  }

  private handle(call: QueuedCall, read: ReadCall, tags: LookedUpTags, flags: Flag[]): void {
    const all: Flag[] = [...flags, ...read.flags];
    if (tags.isFromMemory) all.push({ name: 'rememberedIdTag', example: read.idTags.join(', ') });
    let served: Served<object>;
    try {
      const handle = () => read.handle(this.ports.handlerPorts(tags, call.receivedAt));
      served = read.needsTransaction ? this.ports.commit(handle, call.receivedAt) : handle();
    } catch (error) {
      this.fail(call, error);
      return;
    }
    const frame = callResultFrame(call.id, served.confirmation);
    // No wait between the write and the reply: the platform holds the reply until the write is durable.
    call.reply(frame);
    this.answered.add(call, frame);
    const { events = [], flags: noticed = [], clock: told, afterwards } = served;
    const before = call.clock();
    const seen = told === undefined ? null : seeClock(before, { ...told, receivedAt: call.receivedAt });
    const clock = seen === before ? null : seen;
    call.note([...all, ...noticed, ...skewFlags(clock)], clock);
    if (events.length > 0) this.ports.deliverSoon();
    const { action, payload, receivedAt } = call;
    this.ports.served({ action, payload, receivedAt, messageId: String(call.id) });
    if (afterwards !== undefined) this.ports.waitUntil(afterwards());
  }

  /** The object's own failure: the charger sends a transaction-related call again (OCPP 1.6 3.7.1). */
  private fail(call: QueuedCall, error: unknown): void {
    console.error({ message: 'a handler failed', action: call.action, error: String(error) });
    const description = 'The call could not be stored. Send it again.';
    call.reply(callErrorFrame(call.id, callError('InternalError', description)));
  }
}

function logFailure(error: unknown): void {
  console.error({ message: 'a call was cut off', error: String(error) });
}

function refuse(error: CallErrorBody): { ok: false; error: CallErrorBody } {
  return { ok: false, error };
}

/** More than a minute is worth telling: sessions get wrong times. */
function skewFlags(clock: ClockSkew | null): Flag[] {
  return clock !== null && Math.abs(clock.skewMs) > 60_000
    ? [{ name: 'clockSkew', example: `${Math.round(clock.skewMs / 1000)} s` }]
    : [];
}
