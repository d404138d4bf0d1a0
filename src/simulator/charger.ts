import { setTimeout as wait } from 'node:timers/promises';

import type { StopReason } from '../ocpp/v16/messages/core/stop-transaction.ts';
import type { ChargePointErrorCode } from '../ocpp/v16/types/charge-point-error-code.ts';
import { AuthorizationCache, isSameTag } from './authorization.ts';
import { Authorizer } from './authorizer.ts';
import type { CallOutcome } from './call-outcome.ts';
import type { ChargerControls } from './charger-controls.ts';
import { ChargerEvents } from './charger-events.ts';
import { type ChargerOptions, type CompleteOptions, withDefaults } from './charger-options.ts';
import { type Cancel, createHaltableClock, scheduleAligned } from './clock.ts';
import { findCommand } from './commands/index.ts';
import { type Configuration, type ConfigurationKey, flagOf, numberOf } from './configuration.ts';
import type { Reply } from './connection.ts';
import type { ConnectorPorts } from './connector-ports.ts';
import { isUsable } from './connector-state.ts';
import type { ChargerEvent, ChargerEventOf } from './events.ts';
import { MainController } from './main-controller.ts';
import type { MessageShape } from './message-shape.ts';
import type { Battery } from './power-curve.ts';
import type { Registration } from './registration.ts';
import { ServerSession } from './server-session.ts';
import { SimulatedConnector } from './simulated-connector.ts';
import { TransactionMessages } from './transaction-messages.ts';

/**
 * An OCPP 1.6J charger in software: it behaves as one does in front of a Central System, and people and tests do with
 * it what is done with a real one. What happens is told by events.
 */
export class SimulatedCharger implements ChargerControls {
  readonly identity: string;
  readonly main: MainController;
  readonly connectors: readonly SimulatedConnector[];
  readonly authorizationCache = new AuthorizationCache();
  readonly hasFixedCable: boolean;
  readonly #options: CompleteOptions;
  readonly #clock: ReturnType<typeof createHaltableClock>;
  readonly #events = new ChargerEvents();
  readonly #server: ServerSession;
  readonly #authorizer: Authorizer;
  #configuration: Configuration;
  #cancelAligned: Cancel | undefined;
  #isOffline = false;
  #isClosed = false;

  constructor(chargerOptions: ChargerOptions) {
    const options = withDefaults(chargerOptions);
    const emit = (event: ChargerEvent) => this.#events.emit(event);
    const configuration = () => this.#configuration;
    this.#options = options;
    this.identity = options.identity;
    this.hasFixedCable = options.hasFixedCable;
    this.#configuration = { ...options.configuration, NumberOfConnectors: String(options.connectorCount) };
    this.#clock = createHaltableClock(options.clock);
    this.#server = new ServerSession({
      options,
      clock: this.#clock,
      configuration,
      statusSources: () => this.#statusSources(),
      answer: (action, request) => this.#answer(action, request),
      accepted: (heartbeatSeconds) => {
        this.#configuration = { ...this.#configuration, HeartbeatInterval: String(heartbeatSeconds) };
      },
      emit,
    });
    const { line, registration } = this.#server;
    this.#authorizer = new Authorizer({
      line,
      cache: this.authorizationCache,
      configuration,
      isAccepted: () => registration.status === 'Accepted',
      emit,
    });
    const ports: ConnectorPorts = {
      clock: this.#clock,
      configuration,
      messages: new TransactionMessages(line, (action) => emit({ type: 'messageGivenUp', action })),
      statusChanged: (connectorId) => {
        if (registration.status === 'Accepted') this.tellStatus(connectorId);
      },
      tagJudged: (idTag, info) => this.authorizationCache.remember(idTag, info),
      emit,
    };
    this.main = new MainController(ports);
    const { powerW, wiring, meterStartWh } = options;
    this.connectors = Array.from(
      { length: options.connectorCount },
      (_, index) => new SimulatedConnector({ id: index + 1, powerW, wiring, meterStartWh }, ports),
    );
    this.#restartAligned();
  }

  /** Hears everything that happens; the answer ends that. */
  on(_name: 'event', listener: (event: ChargerEvent) => void): () => void {
    return this.#events.listen(listener);
  }

  /** The next event of a type that `where` accepts. Rejects when the signal comes first. */
  waitFor<Type extends ChargerEvent['type']>(
    type: Type,
    where: (event: ChargerEventOf<Type>) => boolean = () => true,
    signal?: AbortSignal,
  ): Promise<ChargerEventOf<Type>> {
    return this.#events.next(type, where, signal);
  }

  /** Dials until it is connected. Resolves when the server has accepted the charger and knows its statuses. */
  async connect(): Promise<void> {
    this.#isOffline = false;
    if (this.registration.status === 'Accepted') {
      this.#server.link.up();
      return;
    }
    const ready = this.waitFor('ready');
    this.#server.link.up();
    await ready;
  }

  /** Ends everything: the connection, the timers, the dialling. */
  close(): void {
    this.#isClosed = true;
    this.#clock.halt();
    this.#server.link.down('close');
    this.#events.emit({ type: 'closed' });
  }

  /** The network is gone until `goOnline`; transactions go on and their messages wait. */
  goOffline(): void {
    this.#isOffline = true;
    this.#server.link.down('cut');
  }

  get isOffline(): boolean {
    return this.#isOffline;
  }

  goOnline(): void {
    this.#isOffline = false;
    this.#server.link.up();
  }

  /** The socket breaks; the charger dials again by its rule. */
  dropSocket(): void {
    this.#server.link.drop();
  }

  /** A vehicle comes to the cable; without `vehicle` the one from the options. */
  plugIn(connectorId: number, vehicle: Battery | null = this.#options.vehicle): void {
    this.#find(connectorId).plugIn(vehicle);
  }

  unplug(connectorId: number): void {
    this.#find(connectorId).unplug();
  }

  /** Holds a card to the reader: starts a transaction, or ends the one this card, or one of its group, began. */
  async tap(connectorId: number, idTag: string): Promise<void> {
    const connector = this.#find(connectorId);
    const { transaction } = connector;
    if (transaction !== null && isSameTag(transaction.idTag, idTag)) {
      connector.stop('Local', idTag);
      return;
    }
    if (transaction === null && !isUsable(connector.state)) return;
    const { isAccepted, parentIdTag } = await this.#authorizer.authorize(idTag);
    if (!isAccepted) return;
    if (transaction === null) connector.admit({ idTag, parentIdTag, isRemote: false });
    else if (parentIdTag !== null && parentIdTag === transaction.parentIdTag) connector.stop('Local', idTag);
  }

  /** Ends a transaction at the charger, as its button does. */
  stop(connectorId: number, reason: StopReason = 'Local'): void {
    this.#find(connectorId).stop(reason);
  }

  /** A defect shows; connector 0 is the charger itself. */
  fault(connectorId: number, errorCode: ChargePointErrorCode = 'InternalError'): void {
    (connectorId === 0 ? this.main : this.#find(connectorId)).setFault(errorCode);
  }

  recover(connectorId: number): void {
    (connectorId === 0 ? this.main : this.#find(connectorId)).setFault(null);
  }

  /** Puts a connector's register at a reading in Wh, as if that much had flowed. */
  setMeterWh(connectorId: number, registerWh: number): void {
    this.#find(connectorId).setMeterWh(registerWh);
  }

  /** Starts anew. Transactions end with `reason`: before, or, where the power went (HardReset, PowerLoss), told after. */
  reboot(reason: 'HardReset' | 'SoftReset' | 'Reboot' | 'PowerLoss'): void {
    void this.#reboot(reason);
  }

  /** Resolves once the server has answered everything the charger had to tell. */
  whenIdle(): Promise<void> {
    return this.#server.line.whenIdle();
  }

  get registration(): Registration {
    return this.#server.registration;
  }

  get configuration(): Configuration {
    return this.#configuration;
  }

  connector(connectorId: number): SimulatedConnector | undefined {
    return this.connectors.find(({ id }) => id === connectorId);
  }

  configure(configuration: Configuration, changed: ConfigurationKey): void {
    this.#configuration = configuration;
    if (changed === 'HeartbeatInterval') this.registration.restartHeartbeat();
    if (changed === 'ClockAlignedDataInterval') this.#restartAligned();
    if (changed === 'MeterValueSampleInterval') {
      for (const connector of this.connectors) connector.restartSampling();
    }
  }

  startRemotely(connector: SimulatedConnector, idTag: string): void {
    if (!flagOf(this.#configuration, 'AuthorizeRemoteTxRequests')) {
      connector.admit({ idTag, parentIdTag: null, isRemote: true });
      return;
    }
    void this.#authorizer.authorize(idTag).then(({ isAccepted, parentIdTag }) => {
      if (isAccepted) connector.admit({ idTag, parentIdTag, isRemote: true });
    });
  }

  tellStatus(connectorId: number): void {
    const source = this.#statusSources().find(({ id }) => id === connectorId);
    if (source !== undefined) this.#server.tellStatus(source);
  }

  call<Request, Confirmation>(
    message: MessageShape<Request, Confirmation>,
    request: NoInfer<Request>,
  ): Promise<CallOutcome<Confirmation>> {
    return this.#server.line.prompt((connection) => connection.call(message, request));
  }

  #answer(action: string, request: unknown): Reply {
    const command = findCommand(action);
    if (command === undefined) {
      return { kind: 'error', code: 'NotSupported', description: `This charger does not support ${action}` };
    }
    const { confirmation, afterwards } = command.answer(this, request);
    this.#events.emit({ type: 'commandReceived', action, request, reply: confirmation });
    return { kind: 'confirmation', payload: confirmation, afterwards };
  }

  async #reboot(reason: 'HardReset' | 'SoftReset' | 'Reboot' | 'PowerLoss'): Promise<void> {
    this.#events.emit({ type: 'rebooting', reason });
    const isAbrupt = reason === 'HardReset' || reason === 'PowerLoss';
    if (isAbrupt) this.#server.link.down('cut');
    for (const connector of this.connectors) {
      connector.forgetGrant();
      connector.stop(reason);
    }
    const { lastAnswersMs, rebootMs } = this.#options.network;
    if (!isAbrupt) await Promise.race([this.whenIdle(), wait(lastAnswersMs, undefined, { ref: false })]);
    this.#server.link.down('close');
    this.#server.forget();
    await wait(rebootMs);
    if (!this.#isClosed && !this.#isOffline) this.#server.link.up();
  }

  #restartAligned(): void {
    this.#cancelAligned?.();
    const intervalMs = numberOf(this.#configuration, 'ClockAlignedDataInterval') * 1000;
    if (intervalMs === 0) return;
    this.#cancelAligned = scheduleAligned(this.#clock, intervalMs, () => {
      for (const connector of this.connectors) connector.sendMeterValues('Sample.Clock');
    });
  }

  #statusSources() {
    return [this.main, ...this.connectors];
  }

  #find(connectorId: number): SimulatedConnector {
    const connector = this.connector(connectorId);
    if (connector === undefined) throw new RangeError(`${this.identity} has no connector ${connectorId}`);
    return connector;
  }
}
