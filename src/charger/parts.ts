import type { ChargerEventBody } from '../contracts/charger-event.ts';
import { eventLogName } from '../contracts/event-log-rpc.ts';
import { findAccount } from '../d1/accounts.ts';
import { lookUpIdTag } from '../d1/id-tag-lookup.ts';
import type { Registration, RegistrationChange } from '../domain/registration.ts';
import { type Env, Settings } from '../env.ts';
import { newId } from '../lib/ids.ts';
import { Ageing } from './ageing.ts';
import { CallQueue } from './call-queue.ts';
import type { Effect, EffectPorts } from './commands/command-rule.ts';
import { Connections } from './connections.ts';
import { Gate } from './gate.ts';
import { decideIdTag, lookUpIdTags, TagMemory } from './id-tag-directory.ts';
import { Inbound } from './inbound.ts';
import { IncomingCalls } from './incoming-calls.ts';
import { OutboxDelivery } from './outbox-delivery.ts';
import { type SendPorts, sendCommand } from './send-command.ts';
import { Sessions } from './session.ts';
import { settleCommand } from './settle-command.ts';
import { facts } from './store/facts.ts';
import { addEvent, discardDelivered, readOutbox } from './store/outbox.ts';
import { Wire } from './wire.ts';

/** What works for a charger's object; made anew when the charger is deleted, so that the next one finds no trace of it. */
export interface Parts {
  gate: Gate;
  delivery: OutboxDelivery;
  sessions: Sessions;
  connections: Connections;
  queue: CallQueue;
  /** What commands are sent with. */
  sendPorts: (now: number) => SendPorts;
  inbound: Inbound;
  /** Runs what writes, and stores its events, all or nothing. */
  commit: (work: () => Effect, now: number) => void;
  ageing: Ageing;
  tagMemory: TagMemory;
}

interface Surroundings {
  ctx: DurableObjectState;
  env: Env;
  registration: () => Registration | null;
  /** Makes sure that the alarm goes off at a time, ms since the epoch, or before. */
  wakeAt: (at: number) => void;
  deliverSoon: () => void;
  /** Changes the registration, as its owner does over REST. */
  amend: (change: RegistrationChange) => void;
}

/** Numbers begin at random below 2^30, so that a charger moved here from elsewhere does not meet its old ones. */
const FIRST_NUMBERS = 2 ** 30;

/** Wires the parts of a charger's object to its storage, its socket and each other. */
export function assembleParts({ ctx, env, registration, wakeAt, deliverSoon, amend }: Surroundings): Parts {
  const { sql } = ctx.storage;
  const provisioned = (): Registration => {
    const known = registration();
    if (known === null) throw new Error('This object has no charger.');
    return known;
  };
  const record = (events: readonly ChargerEventBody[], at: number): void => {
    for (const event of events) addEvent(sql, event, at);
  };
  const delivery = new OutboxDelivery({
    read: (through) => (registration() === null ? [] : readOutbox(sql, through)),
    discard: (through, count) => discardDelivered(sql, through, count),
    append: (events) => {
      const { accountId, chargerId, chargeBoxId } = provisioned();
      return env.EVENT_LOG.getByName(eventLogName(accountId)).append({
        chargerId,
        chargeBoxId,
        events,
      });
    },
  });
  const sessions = new Sessions();
  const wire = new Wire({ sql, sessions, settings: () => provisioned().settings });
  const connections = new Connections(ctx, sessions, (event, at) => record([event], at));
  const digestKeys = () => Settings.shape.DIGEST_KEYS.safeParse(env.DIGEST_KEYS).data ?? [];
  const effectPorts = (now: number): EffectPorts => ({
    sql,
    registration: provisioned(),
    now,
    wakeAt,
    amend,
    follow: (request) =>
      ctx.waitUntil(Promise.resolve().then(() => sendCommand(sendPorts(Date.now()), request))),
  });
  const commit = (work: () => Effect, now: number): void => {
    const { events = [] } = ctx.storage.transactionSync(() => {
      const effect = work();
      record(effect.events ?? [], now);
      return effect;
    });
    if (events.length > 0) deliverSoon();
  };
  const queue = new CallQueue({
    sql,
    isOnline: () => connections.current() !== null,
    heldUntil: (now) => connections.quietUntil(now),
    send: (frame, now) => {
      const socket = connections.current();
      if (socket !== null) wire.send(socket, frame, now);
      return socket !== null;
    },
    wakeAt,
    settle: (command, end, now) => settleCommand(command, end, effectPorts(now), commit),
  });
  const sendPorts = (now: number): SendPorts => ({
    ...effectPorts(now),
    isOnline: () => connections.current() !== null,
    queue,
    commit,
    digestKeys,
  });
  const tagMemory = new TagMemory(sql);
  let hasBooted = false;
  const calls = new IncomingCalls({
    registration: provisioned,
    hasBooted: () => {
      hasBooted ||= facts.boot.read(sql) !== null;
      return hasBooted;
    },
    lookUp: (idTags) =>
      lookUpIdTags(sql, tagMemory, idTags, (idTag) => lookUpIdTag(env.DB, provisioned().accountId, idTag)),
    askPorts: () => ({ registration: provisioned(), db: env.DB, digestKeys }),
    isTriggered: (action, payload, now) => queue.isTriggered(action, payload, now),
    served: (call) => queue.noteServed(call),
    waitUntil: (promise) => ctx.waitUntil(promise),
    handlerPorts: (tags, now) => ({
      sql,
      registration: provisioned(),
      present: (idTag, known) => decideIdTag(sql, provisioned(), tags, idTag, now, known),
      newTransactionId: () => newId('txn'),
      firstOcppTransactionId: () =>
        1 + ((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % FIRST_NUMBERS),
      follow: (request) => sendCommand(sendPorts(Date.now()), request),
    }),
    commit: (work, now) =>
      ctx.storage.transactionSync(() => {
        const result = work();
        record(result.events ?? [], now);
        return result;
      }),
    deliverSoon,
  });
  const settings = () => provisioned().settings;
  const inbound = new Inbound({ sql, sessions, wire, calls, queue, settings });
  const gate = new Gate({
    sql,
    registration,
    digestKeys,
    foldedId: ctx.id.name ?? '',
    findCpoName: (accountId) => findAccount(env.DB, accountId),
    amend,
  });
  const ageing = new Ageing({
    storage: ctx.storage,
    registration,
    sessions,
    bucket: () => env.UPLOADS,
    findKeeping: () => env.EVENT_LOG.getByName(eventLogName(provisioned().accountId)).keeping(),
    waitUntil: (promise) => ctx.waitUntil(promise),
  });
  return { gate, delivery, sessions, connections, queue, sendPorts, inbound, commit, ageing, tagMemory };
}
