import { NOREPLY, RPCClient } from 'ocpp-rpc';

type Payload = Record<string, unknown>;
type Handler = (payload: Payload) => Promise<Payload> | Payload;

/** Given as an answer: the charger takes the call and says nothing. */
export const SILENCE = Symbol('silence');

/** A call that the charger got. */
export interface ReceivedCall {
  action: string;
  payload: unknown;
}

/**
 * A charger by npm `ocpp-rpc` in strict mode: somebody else's reading of the standard, which checks every payload in both
 * directions against the official schemas. It dials once and does not come back by itself.
 */
export class ChargePoint {
  /** Calls of the Central System, in the order of their arrival. */
  readonly received: ReceivedCall[] = [];
  private readonly client: RPCClient;
  private readonly handlers = new Map<string, Handler | typeof SILENCE>();
  private readonly faults: string[] = [];

  private constructor(client: RPCClient) {
    this.client = client;
    client.handle(async ({ method = '', params = {} }) => {
      this.received.push({ action: method, payload: params });
      const handler = this.handlers.get(method);
      if (handler === SILENCE) return NOREPLY;
      return handler === undefined ? { status: 'Accepted' } : handler(params);
    });
    client.on('badMessage', ({ error }) => this.faults.push(`bad message: ${String(error)}`));
    client.on('strictValidationFailure', ({ outbound, method, error }) => {
      if (outbound !== true) this.faults.push(`${String(method)}: ${String(error)}`);
    });
  }

  /** Connects; rejects where the handshake is refused. */
  static async connect(
    url: string,
    chargeBoxId: string,
    password: string | null = null,
  ): Promise<ChargePoint> {
    const client = new RPCClient({
      endpoint: `${url.replace('http', 'ws')}/ocpp`,
      identity: chargeBoxId,
      password,
      protocols: ['ocpp1.6'],
      strictMode: true,
      strictModeValidators: [],
      reconnect: false,
      maxReconnects: 0,
      backoff: { initialDelay: 1000, maxDelay: 1001, factor: 2, randomisationFactor: 0 },
      callTimeoutMs: 10_000,
      callConcurrency: 1,
      pingIntervalMs: 0,
      deferPingsOnActivity: false,
      maxBadMessages: 0,
      respondWithDetailedErrors: false,
      wsOpts: {},
      headers: {},
    });
    await client.connect();
    return new ChargePoint(client);
  }

  /** Sends a call and waits for its result; rejects on a CALLERROR and on a result that breaks its schema. */
  async call(action: string, payload: Payload): Promise<Payload> {
    return (await this.client.call(action, payload)) as Payload;
  }

  /** From now on this is its answer to calls of the action; without one it accepts. */
  on(action: string, handler: Handler | typeof SILENCE): void {
    this.handlers.set(action, handler);
  }

  /** Closes cleanly; throws where the library has found fault with anything that it was sent. */
  async close(): Promise<{ code: number | undefined }> {
    const closed = await this.client.close({ code: 1000 });
    if (this.faults.length > 0) throw new Error(this.faults.join('\n'));
    return { code: closed?.code };
  }

  /** Breaks the connection without a word. */
  async terminate(): Promise<void> {
    await this.client.close({ force: true });
  }
}
