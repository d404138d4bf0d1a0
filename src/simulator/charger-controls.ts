import type { CallOutcome } from './call-outcome.ts';
import type { ChargingSite } from './charging-site.ts';
import type { Configuration, ConfigurationKey } from './configuration.ts';
import type { MainController } from './main-controller.ts';
import type { Maintenance } from './maintenance.ts';
import type { MessageShape } from './message-shape.ts';
import type { Registration } from './registration.ts';
import type { SimulatedConnector } from './simulated-connector.ts';

/** What a command of the server can reach in the charger; each command states which part of it it needs. */
export interface ChargerControls {
  readonly main: MainController;
  readonly connectors: readonly SimulatedConnector[];
  readonly registration: Registration;
  /** Who may charge, and with how much: tags, reservations, charging profiles. */
  readonly site: ChargingSite;
  readonly configuration: Configuration;
  readonly maintenance: Maintenance;
  /** What its BootNotification calls its vendor. */
  readonly vendor: string;
  /** Whether the cable is fixed to the charger: then there is nothing to unlock. */
  readonly hasFixedCable: boolean;
  connector(connectorId: number): SimulatedConnector | undefined;
  /** Puts a change of configuration into effect. */
  configure(configuration: Configuration, changed: ConfigurationKey): void;
  reboot(reason: 'HardReset' | 'SoftReset'): void;
  /** Closes the connection and dials anew, with what then holds. */
  reconnect(): void;
  tellStatus(connectorId: number): void;
  /** Sends a CALL of the charger when its line is free. */
  call<Request, Confirmation>(
    message: MessageShape<Request, Confirmation>,
    request: NoInfer<Request>,
  ): Promise<CallOutcome<Confirmation>>;
}
