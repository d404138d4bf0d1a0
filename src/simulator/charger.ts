import { setTimeout as wait } from 'node:timers/promises';

import type { StopReason } from '../ocpp/v16/messages/core/stop-transaction.ts';
import type { ChargePointErrorCode } from '../ocpp/v16/types/charge-point-error-code.ts';
import { answerCommand } from './answer-command.ts';
import type { CallOutcome } from './call-outcome.ts';
import type { ChargerControls } from './charger-controls.ts';
import { ChargerEvents } from './charger-events.ts';
import { type ChargerOptions, type CompleteOptions, withDefaults } from './charger-options.ts';
import { ChargingSite } from './charging-site.ts';
import { createHaltableClock } from './clock.ts';
import type { Configuration, ConfigurationKey } from './configuration.ts';
import type { ChargerEvent, ChargerEventOf } from './events.ts';
import type { MainController } from './main-controller.ts';
import { Maintenance } from './maintenance.ts';
import type { MessageShape } from './message-shape.ts';
import type { Battery } from './power-curve.ts';
import type { Registration } from './registration.ts';
import { ServerSession } from './server-session.ts';
import type { SimulatedConnector } from './simulated-connector.ts';

/** How long a charger that was told to restart is still there for its answer to leave. */
const LAST_WORD_MS = 100;

/**
 * An OCPP 1.6J charger in software: it behaves as one does in front of a Central System, and people and tests do with
 * it what is done with a real one. What happens is told by events.
 */
export class SimulatedCharger implements ChargerControls {
  readonly identity: string;
  readonly vendor: string;
  readonly main: MainController;
  readonly connectors: readonly SimulatedConnector[];
  readonly site: ChargingSite;
  readonly hasFixedCable: boolean;
  readonly maintenance: Maintenance;
  readonly #options: CompleteOptions;
  readonly #clock: ReturnType<typeof createHaltableClock>;
  readonly #events = new ChargerEvents();
  readonly #server: ServerSession;
  #configuration: Configuration;
  #isOffline = false;
  #isClosed = false;

  constructor(chargerOptions: ChargerOptions) {
    const options = withDefaults(chargerOptions);
    const emit = (event: ChargerEvent) => this.#events.emit(event);
    const configuration = () => this.#configuration;
    this.#options = options;
    this.identity = options.identity;
    this.vendor = options.boot.chargePointVendor;
    this.hasFixedCable = options.hasFixedCable;
    this.#configuration = { ...options.configuration, NumberOfConnectors: String(options.connectorCount) };
    this.#clock = createHaltableClock(options.clock);
    this.#server = new ServerSession({
      options,
      clock: this.#clock,
      configuration,
      statusSources: () => this.site.statusSources,
      bootRequest: () => this.maintenance.bootRequest,
      answer: (action, request) => answerCommand(this, action, request, emit),
      accepted: (heartbeatSeconds) => {
        this.#configuration = { ...this.#configuration, HeartbeatInterval: String(heartbeatSeconds) };
      },
      emit,
    });
    const { line, registration } = this.#server;
    this.maintenance = new Maintenance({
      options,
      clock: this.#clock,
      line,
      events: this.#events,
      configuration,
      connectors: () => this.connectors,
      isOnline: () => !this.#isOffline && !this.#isClosed,
      reboot: (whileDown) => this.#reboot('Reboot', whileDown),
    });
    this.site = new ChargingSite({
      options,
      clock: this.#clock,
      line,
      configuration,
      isAccepted: () => registration.status === 'Accepted',
      tellStatus: (connectorId) => {
        if (registration.status === 'Accepted') this.tellStatus(connectorId);
      },
      emit,
    });
    this.main = this.site.main;
    this.connectors = this.site.connectors;
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
    this.maintenance.close();
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
    await this.site.admission.tap(this.#find(connectorId), idTag);
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

  /** Dials anew, once what is under way is answered: with a new key, or a new certificate. */
  reconnect(): void {
    void this.#server.reconnect();
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
    return this.site.connector(connectorId);
  }

  configure(configuration: Configuration, changed: ConfigurationKey): void {
    this.#configuration = configuration;
    if (changed === 'HeartbeatInterval') this.registration.restartHeartbeat();
    this.site.configurationChanged(changed);
  }

  tellStatus(connectorId: number): void {
    const source = this.site.statusSources.find(({ id }) => id === connectorId);
    if (source !== undefined) this.#server.tellStatus(source);
  }

  call<Request, Confirmation>(
    message: MessageShape<Request, Confirmation>,
    request: NoInfer<Request>,
  ): Promise<CallOutcome<Confirmation>> {
    return this.#server.line.prompt((connection) => connection.call(message, request));
  }

  async #reboot(
    reason: 'HardReset' | 'SoftReset' | 'Reboot' | 'PowerLoss',
    whileDown = () => {},
  ): Promise<void> {
    this.#events.emit({ type: 'rebooting', reason });
    const isAbrupt = reason === 'HardReset' || reason === 'PowerLoss';
    // Its answer to the command is on its way: a charger does not go dark in the same instant.
    if (reason === 'HardReset') await wait(LAST_WORD_MS);
    if (isAbrupt) this.#server.link.down('cut');
    this.site.endAll(reason);
    if (!isAbrupt) await this.#server.whenToldAll();
    this.#server.link.down('close');
    this.#server.forget();
    whileDown();
    await wait(this.#options.network.rebootMs);
    if (!this.#isClosed && !this.#isOffline) this.#server.link.up();
  }

  #find(connectorId: number): SimulatedConnector {
    const connector = this.connector(connectorId);
    if (connector === undefined) throw new RangeError(`${this.identity} has no connector ${connectorId}`);
    return connector;
  }
}
