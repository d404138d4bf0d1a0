import * as z from 'zod';
import { register, transactionsOf } from './account.ts';
import { ChargePoint, type ReceivedCall } from './charge-point.ts';
import { boot, meterValues, start, status, stop } from './charger-messages.ts';
import { flagsOf, readCharger, readConnector } from './charger-view.ts';
import type { RestClient } from './rest-client.ts';
import { unique } from './server.ts';

/** What a charger has to get within, whatever it asks. */
const ANSWER_WITHIN_MS = 2_000;

const Started = z.strictObject({
  transactionId: z
    .int()
    .min(1)
    .max(2 ** 31 - 1),
  idTagInfo: z.looseObject({ status: z.string() }),
});

type Handler = Parameters<ChargePoint['on']>[1];

/**
 * A charger by npm `ocpp-rpc` in strict mode, over several connections, and what REST shows of it. It holds the server to
 * what is true of every case: each call gets its answer, valid by the official schemas, within 2 s, and nobody calls the
 * charger unasked.
 */
export class Station {
  readonly account: RestClient;
  readonly chargeBoxId: string;
  /** Calls of the Central System over all connections, in order. */
  readonly received: ReceivedCall[] = [];
  private readonly handlers = new Map<string, Handler>();
  private link: ChargePoint | null = null;

  private constructor(account: RestClient, chargeBoxId: string) {
    this.account = account;
    this.chargeBoxId = chargeBoxId;
  }

  /** Registered and connected, not booted. */
  static async connected(account: RestClient, fields: Record<string, unknown> = {}): Promise<Station> {
    const chargeBoxId = unique('CP');
    await register(account, chargeBoxId, fields);
    const station = new Station(account, chargeBoxId);
    const { password } = fields;
    await station.connect(typeof password === 'string' ? password : null);
    return station;
  }

  /** Registered, connected and booted, with these connectors Available. */
  static async booted(
    account: RestClient,
    { connectors = [0, 1], ...fields }: { connectors?: number[] } & Record<string, unknown> = {},
  ): Promise<Station> {
    const station = await Station.connected(account, fields);
    await station.call('BootNotification', boot());
    for (const connectorId of connectors) await station.status(connectorId, 'Available');
    return station;
  }

  /** Dials, with a password where one is given; rejects where the handshake is refused. */
  async connect(password: string | null = null): Promise<void> {
    const link = await ChargePoint.connect(this.account.url, this.chargeBoxId, password);
    for (const [action, handler] of this.handlers) link.on(action, handler);
    this.link = link;
  }

  /** The network is gone, without a word. */
  async drop(): Promise<void> {
    const link = this.currentLink();
    this.received.push(...link.received);
    this.link = null;
    await link.terminate();
  }

  on(action: string, handler: Handler): void {
    this.handlers.set(action, handler);
    this.link?.on(action, handler);
  }

  async call(action: string, payload: Record<string, unknown>): Promise<Record<string, unknown>> {
    const askedAt = performance.now();
    const confirmation = await this.currentLink().call(action, payload);
    const took = performance.now() - askedAt;
    if (took > ANSWER_WITHIN_MS) throw new Error(`${action} was answered after ${Math.round(took)} ms`);
    return confirmation;
  }

  /** Reports a status; throws unless the answer is `{}`. */
  async status(connectorId: number, word: string, more: Record<string, unknown> = {}): Promise<void> {
    this.assertEmpty(await this.call('StatusNotification', { ...status(connectorId, word), ...more }));
  }

  async authorize(idTag: string): Promise<unknown> {
    return (await this.call('Authorize', { idTag }))['idTagInfo'];
  }

  /** Begins a transaction; by default VALID1 on connector 1 at the meter reading 10,000 Wh. */
  async start(fields: Record<string, unknown> = {}): Promise<z.infer<typeof Started>> {
    return Started.parse(await this.call('StartTransaction', { ...start({ idTag: 'VALID1' }), ...fields }));
  }

  /** Ends one; by default at 28,730 Wh. Gives the confirmation. */
  stop(transactionId: number, fields: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    return this.call('StopTransaction', { ...stop({ transactionId }), ...fields });
  }

  /** Sends one reading of connector 1's energy register, in Wh. */
  async reading(transactionId: number | undefined, timestamp: string, registerWh: number): Promise<void> {
    const { transactionId: id, ...rest } = meterValues(1, transactionId, timestamp, registerWh);
    this.assertEmpty(
      await this.call('MeterValues', id === undefined ? rest : { ...rest, transactionId: id }),
    );
  }

  /** Sends one MeterValue of connector 1 with these sampled values. */
  async samples(
    transactionId: number | undefined,
    timestamp: string,
    sampledValue: Record<string, unknown>[],
    connectorId = 1,
  ): Promise<void> {
    const values = { connectorId, meterValue: [{ timestamp, sampledValue }] };
    this.assertEmpty(
      await this.call('MeterValues', transactionId === undefined ? values : { ...values, transactionId }),
    );
  }

  /** Sends it a command over REST: `POST /chargers/{chargeBoxId}/<path>`. */
  order(path: string, body: Record<string, unknown> = {}) {
    return this.account.post(`/chargers/${encodeURIComponent(this.chargeBoxId)}/${path}`, body);
  }

  /** Its latest command, as REST shows it. */
  async lastCommand(): Promise<unknown> {
    const path = `/chargers/${encodeURIComponent(this.chargeBoxId)}/commands?limit=1`;
    return z.looseObject({ commands: z.array(z.unknown()) }).parse((await this.account.get(path)).body)
      .commands[0];
  }

  read(): Promise<unknown> {
    return readCharger(this.account, this.chargeBoxId);
  }

  connector(connectorId: number): Promise<unknown> {
    return readConnector(this.account, this.chargeBoxId, connectorId);
  }

  transactions() {
    return transactionsOf(this.account, this.chargeBoxId);
  }

  flags(): Promise<Record<string, number>> {
    return flagsOf(this.account, this.chargeBoxId);
  }

  /** Closes cleanly; throws if it was sent any call but these, or anything that is not right by the letter. */
  async close(...expectedCalls: string[]): Promise<void> {
    const link = this.currentLink();
    this.received.push(...link.received);
    this.link = null;
    await link.close();
    const calls = this.received.map(({ action }) => action);
    if (calls.join() !== expectedCalls.join()) throw new Error(`It was called: ${calls.join(', ')}`);
  }

  private currentLink(): ChargePoint {
    if (this.link === null) throw new Error('The charger is not connected.');
    return this.link;
  }

  private assertEmpty(confirmation: Record<string, unknown>): void {
    if (Object.keys(confirmation).length > 0) throw new Error(`Not empty: ${JSON.stringify(confirmation)}`);
  }
}
