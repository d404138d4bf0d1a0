import type { ChargerEventBody } from '../contracts/charger-event.ts';
import { eventLogName } from '../contracts/event-log-rpc.ts';
import { lookUpIdTag } from '../d1/id-tag-lookup.ts';
import type { Registration } from '../domain/registration.ts';
import { type Env, Settings } from '../env.ts';
import { newId } from '../lib/ids.ts';
import { Commands } from './commands.ts';
import { Connections } from './connections.ts';
import { Gate } from './gate.ts';
import { decideIdTag, lookUpIdTags } from './id-tag-directory.ts';
import { Inbound } from './inbound.ts';
import { IncomingCalls } from './incoming-calls.ts';
import { OutboxDelivery } from './outbox-delivery.ts';
import { Sessions } from './session.ts';
import { facts } from './store/facts.ts';
import { addEvent, discardDelivered, readOutbox } from './store/outbox.ts';
import { Wire } from './wire.ts';

/** What works for a charger's object; made anew when the charger is deleted, so that the next one finds no trace of it. */
export interface Parts {
  gate: Gate;
  delivery: OutboxDelivery;
  sessions: Sessions;
  connections: Connections;
  commands: Commands;
  inbound: Inbound;
}

interface Surroundings {
  ctx: DurableObjectState;
  env: Env;
  registration: () => Registration | null;
  /** Makes sure that the alarm goes off at a time, ms since the epoch, or before. */
  wakeAt: (at: number) => void;
  deliverSoon: () => void;
}

/** Numbers begin at random below 2^30, so that a charger moved here from elsewhere does not meet its old ones. */
const FIRST_NUMBERS = 2 ** 30;

/** Wires the parts of a charger's object to its storage, its socket and each other. */
export function assembleParts({ ctx, env, registration, wakeAt, deliverSoon }: Surroundings): Parts {
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
    discard: (through) => discardDelivered(sql, through),
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
  const commands = new Commands({
    sql,
    send: (frame, now) => {
      const socket = connections.current();
      if (socket !== null) wire.send(socket, frame, now);
      return socket !== null;
    },
    wakeAt,
  });
  let hasBooted = false;
  const calls = new IncomingCalls({
    registration: provisioned,
    hasBooted: () => {
      hasBooted ||= facts.boot.read(sql) !== null;
      return hasBooted;
    },
    lookUp: (idTags) =>
      lookUpIdTags(sql, idTags, (idTag) => lookUpIdTag(env.DB, provisioned().accountId, idTag)),
    handlerPorts: (tags, now) => ({
      sql,
      registration: provisioned(),
      present: (idTag) => decideIdTag(sql, provisioned(), tags, idTag, now),
      newTransactionId: () => newId('txn'),
      firstOcppTransactionId: () =>
        1 + ((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % FIRST_NUMBERS),
    }),
    commit: (work, now) =>
      ctx.storage.transactionSync(() => {
        const result = work();
        record(result.events ?? [], now);
        return result;
      }),
    deliverSoon,
  });
  const inbound = new Inbound({ sql, sessions, wire, calls, commands });
  const gate = new Gate({
    registration,
    credential: () => facts.credential.read(sql),
    digestKeys: () => Settings.shape.DIGEST_KEYS.safeParse(env.DIGEST_KEYS).data ?? [],
    foldedId: ctx.id.name ?? '',
  });
  return { gate, delivery, sessions, connections, commands, inbound };
}
