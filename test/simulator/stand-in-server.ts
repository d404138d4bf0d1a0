import { type RPCClient, RPCServer } from 'ocpp-rpc';

import type { ConfirmationOf, RequestOf } from '../../src/ocpp/message.ts';
import {
  type IncomingAction,
  isIncomingAction,
  messages,
  type Messages,
} from '../../src/ocpp/v16/messages/index.ts';

/** A CALL that a charger sent, as it came. */
interface ReceivedCall {
  identity: string;
  action: string;
  params: unknown;
}

type Answers = {
  [Action in IncomingAction]?: (
    request: RequestOf<Messages[Action]>,
  ) => ConfirmationOf<Messages[Action]> | Promise<ConfirmationOf<Messages[Action]>>;
};

/**
 * A Central System of somebody else's making: npm `ocpp-rpc` in strict mode on a real socket, so every frame of the
 * charger is checked against the official schemas. It accepts everything unless a test says otherwise.
 */
export async function startStandInServer() {
  const server = new RPCServer({ protocols: ['ocpp1.6'], strictMode: true, callTimeoutMs: 5000 });
  const calls: ReceivedCall[] = [];
  const violations: string[] = [];
  const frames: string[] = [];
  const clients = new Map<string, RPCClient>();
  const dials: string[] = [];
  const passwords = new Map<string, Buffer | undefined>();
  const watchers = new Set<() => void>();
  let nextTransactionId = 1001;
  let isKnown = (_identity: string) => true;
  let answers: Answers = {};

  const defaults: Answers = {
    Authorize: () => ({ idTagInfo: { status: 'Accepted' } }),
    BootNotification: () => ({ status: 'Accepted', currentTime: '2025-01-15T10:00:00Z', interval: 300 }),
    DataTransfer: () => ({ status: 'UnknownVendorId' }),
    Heartbeat: () => ({ currentTime: '2025-01-15T10:00:00Z' }),
    StartTransaction: () => ({ transactionId: nextTransactionId++, idTagInfo: { status: 'Accepted' } }),
  };

  server.auth((accept, reject, { identity, password }) => {
    dials.push(identity);
    passwords.set(identity, password);
    if (isKnown(identity)) accept();
    else reject(404, 'unknown charger');
    tellWatchers();
  });
  server.on('client', (client: RPCClient) => {
    const identity = client.identity ?? '';
    clients.set(identity, client);
    client.on('strictValidationFailure', ({ error }: { error: Error }) => violations.push(error.message));
    client.on('message', ({ message, outbound }: { message: string; outbound: boolean }) => {
      if (!outbound) frames.push(message);
      tellWatchers();
    });
    for (const action of Object.keys(messages).filter(isIncomingAction)) {
      client.handle(action, async ({ params }) => {
        calls.push({ identity, action, params });
        tellWatchers();
        return answer(action, params);
      });
    }
    tellWatchers();
  });

  async function answer<Action extends IncomingAction>(action: Action, params: unknown): Promise<object> {
    const reply: ((request: never) => unknown) | undefined = answers[action] ?? defaults[action];
    const confirmation: unknown = await Reflect.apply(reply ?? (() => ({})), undefined, [params]);
    return typeof confirmation === 'object' && confirmation !== null ? confirmation : {};
  }

  function tellWatchers(): void {
    for (const watcher of watchers) watcher();
  }

  /** Resolves once `find` finds something; asked again whenever something comes in. */
  function until<Found>(find: () => Found | undefined): Promise<Found> {
    return new Promise((resolve) => {
      function look(): void {
        const found = find();
        if (found === undefined) return;
        watchers.delete(look);
        resolve(found);
      }
      watchers.add(look);
      look();
    });
  }

  const httpServer = await server.listen(0, '127.0.0.1');
  const address = httpServer.address();
  const port = typeof address === 'object' ? address?.port : undefined;

  return {
    url: `ws://127.0.0.1:${port}/ocpp`,
    calls,
    violations,
    /** Every frame the chargers sent, as text. */
    frames,
    dials,
    passwords,
    until,
    actions: () => calls.map(({ action }) => action),
    paramsOf: (action: IncomingAction) =>
      calls.filter((call) => call.action === action).map(({ params }) => params),
    /** The `count`th call of an action, as soon as it is there. */
    received: (action: IncomingAction, count = 1) =>
      until(() => calls.filter((call) => call.action === action).at(count - 1)?.params),
    /** The status of a connector, as it was told last, becomes this. */
    told: (connectorId: number, status: string) =>
      until(() => {
        const last = calls.findLast(
          (call) =>
            call.action === 'StatusNotification' &&
            messages.StatusNotification.request.parse(call.params).connectorId === connectorId,
        );
        return last !== undefined && messages.StatusNotification.request.parse(last.params).status === status
          ? true
          : undefined;
      }),
    setAnswers(changed: Answers) {
      answers = { ...answers, ...changed };
    },
    setKnown(decide: (identity: string) => boolean) {
      isKnown = decide;
    },
    async command(identity: string, action: string, request: object): Promise<unknown> {
      const client = await until(() => clients.get(identity));
      return client.call(action, request);
    },
    /** Sends a frame that nobody checked. */
    sendUnchecked(identity: string, frame: unknown[]) {
      clients.get(identity)?.sendRaw(JSON.stringify(frame));
    },
    dropSocket(identity: string) {
      void clients.get(identity)?.close({ force: true });
    },
    async close() {
      for (const client of clients.values()) void client.close({ force: true });
      await server.close({ code: 1001, force: true });
    },
  };
}

export type StandInServer = Awaited<ReturnType<typeof startStandInServer>>;
