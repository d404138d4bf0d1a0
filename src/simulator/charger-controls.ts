import type { AuthorizationCache } from './authorization.ts';
import type { CallOutcome } from './call-outcome.ts';
import type { Configuration, ConfigurationKey } from './configuration.ts';
import type { MainController } from './main-controller.ts';
import type { MessageShape } from './message-shape.ts';
import type { Registration } from './registration.ts';
import type { SimulatedConnector } from './simulated-connector.ts';

/** What a command of the server can reach in the charger; each command states which part of it it needs. */
export interface ChargerControls {
  readonly main: MainController;
  readonly connectors: readonly SimulatedConnector[];
  readonly registration: Registration;
  readonly authorizationCache: AuthorizationCache;
  readonly configuration: Configuration;
  /** Whether the cable is fixed to the charger: then there is nothing to unlock. */
  readonly hasFixedCable: boolean;
  connector(connectorId: number): SimulatedConnector | undefined;
  /** Puts a change of configuration into effect. */
  configure(configuration: Configuration, changed: ConfigurationKey): void;
  /** Starts a transaction for somebody who is not there, once the answer to the command is out. */
  startRemotely(connector: SimulatedConnector, idTag: string): void;
  reboot(reason: 'HardReset' | 'SoftReset'): void;
  tellStatus(connectorId: number): void;
  /** Sends a CALL of the charger when its line is free. */
  call<Request, Confirmation>(
    message: MessageShape<Request, Confirmation>,
    request: NoInfer<Request>,
  ): Promise<CallOutcome<Confirmation>>;
}
