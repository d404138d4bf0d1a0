import type { StopReason } from '../ocpp/v16/messages/core/stop-transaction.ts';
import { Admission } from './admission.ts';
import { Authorizer } from './authorizer.ts';
import type { CallLine } from './call-line.ts';
import type { CompleteOptions } from './charger-options.ts';
import type { Clock } from './clock.ts';
import { ClockAlignedData } from './clock-aligned-data.ts';
import type { Configuration, ConfigurationKey } from './configuration.ts';
import type { Connection } from './connection.ts';
import type { ConnectorPorts } from './connector-ports.ts';
import type { ChargerEvent } from './events.ts';
import { MainController } from './main-controller.ts';
import { Reservations } from './reservations.ts';
import { SimulatedConnector } from './simulated-connector.ts';
import { SmartCharging } from './smart-charging.ts';
import { TagMemory } from './tag-memory.ts';
import { TransactionMessages } from './transaction-messages.ts';

export interface ChargingSitePorts {
  options: CompleteOptions;
  clock: Clock;
  line: CallLine<Connection>;
  configuration(): Configuration;
  /** Whether the server has accepted the charger. */
  isAccepted(): boolean;
  tellStatus(connectorId: number): void;
  emit: (event: ChargerEvent) => void;
}

/** Where cars charge: the connectors, and what decides who charges at them and with how much. */
export class ChargingSite {
  readonly main: MainController;
  readonly connectors: readonly SimulatedConnector[];
  readonly tags: TagMemory;
  readonly reservations: Reservations;
  readonly profiles: SmartCharging;
  readonly admission: Admission;
  readonly #ports: ChargingSitePorts;
  readonly #alignedData: ClockAlignedData;

  constructor(ports: ChargingSitePorts) {
    const { clock, line, emit } = ports;
    const { connectorCount, powerW, wiring, meterStartWh } = ports.options;
    const configuration = () => ports.configuration();
    const connectors = () => this.connectors;
    this.#ports = ports;
    this.tags = new TagMemory({
      now: () => clock.now(),
      configuration,
      conflictChanged: (isInConflict) => this.main.setListConflict(isInConflict),
    });
    this.reservations = new Reservations({ clock, configuration, main: () => this.main, connectors, emit });
    this.profiles = new SmartCharging({ clock, powerW, wiring, connectors });
    const authorizer = new Authorizer({
      line,
      tags: this.tags,
      configuration,
      isAccepted: () => ports.isAccepted(),
      emit,
    });
    const { tags, reservations } = this;
    this.admission = new Admission({ authorizer, tags, reservations, configuration, emit });
    this.#alignedData = new ClockAlignedData({
      clock,
      configuration,
      sample: () => {
        for (const connector of this.connectors) connector.sendMeterValues('Sample.Clock');
      },
    });
    const connectorPorts = this.#connectorPorts();
    this.main = new MainController(connectorPorts);
    this.connectors = Array.from(
      { length: connectorCount },
      (_, index) => new SimulatedConnector({ id: index + 1, powerW, wiring, meterStartWh }, connectorPorts),
    );
    this.#alignedData.restart();
  }

  /** The charger itself, as connector 0, and its connectors. */
  get statusSources() {
    return [this.main, ...this.connectors];
  }

  connector(connectorId: number): SimulatedConnector | undefined {
    return this.connectors.find(({ id }) => id === connectorId);
  }

  get isBusy(): boolean {
    return this.connectors.some(({ transaction }) => transaction !== null);
  }

  /** A key has another value. */
  configurationChanged(key: ConfigurationKey): void {
    if (key === 'ClockAlignedDataInterval') this.#alignedData.restart();
    if (key === 'MeterValueSampleInterval') {
      for (const connector of this.connectors) connector.restartSampling();
    }
  }

  /** The charger goes down: whoever charges or has identified is done. */
  endAll(reason: StopReason): void {
    for (const connector of this.connectors) {
      connector.forgetGrant();
      connector.stop(reason);
    }
  }

  #connectorPorts(): ConnectorPorts {
    const { clock, line, emit } = this.#ports;
    return {
      clock,
      configuration: () => this.#ports.configuration(),
      messages: new TransactionMessages(line, (action) => emit({ type: 'messageGivenUp', action })),
      statusChanged: (connectorId) => {
        this.#ports.tellStatus(connectorId);
        this.reservations.review();
        this.profiles.review();
      },
      tagJudged: (idTag, info) => this.tags.judged(idTag, info),
      useReservation: (claimant, connectorId) => this.reservations.use(claimant, connectorId),
      transactionBegins: (connectorId, profile) => {
        if (profile === null) this.profiles.review();
        else this.profiles.set(connectorId, profile);
      },
      transactionEnded: (connectorId) => {
        this.profiles.transactionEnded(connectorId);
        if (!this.isBusy) this.main.becameIdle();
      },
      emit,
    };
  }
}
