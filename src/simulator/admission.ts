import type { ChargingProfile } from '../ocpp/v16/types/charging-profile.ts';
import { isSameTag } from './authorization.ts';
import type { Authorizer } from './authorizer.ts';
import { type Configuration, flagOf } from './configuration.ts';
import { isUsable } from './connector-state.ts';
import type { ChargerEvent } from './events.ts';
import type { Reservations } from './reservations.ts';
import type { SimulatedConnector } from './simulated-connector.ts';
import type { TagMemory } from './tag-memory.ts';

export interface AdmissionPorts {
  authorizer: Authorizer;
  tags: TagMemory;
  reservations: Reservations;
  configuration(): Configuration;
  emit(event: ChargerEvent): void;
}

/** Decides who may charge at a connector: whom the reader sees, and whom the server sends. */
export class Admission {
  readonly #ports: AdmissionPorts;

  constructor(ports: AdmissionPorts) {
    this.#ports = ports;
  }

  /** A card is held to the reader: starts a transaction, or ends the one this card, or one of its group, began. */
  async tap(connector: SimulatedConnector, idTag: string): Promise<void> {
    const { transaction } = connector;
    if (transaction !== null && isSameTag(transaction.idTag, idTag)) {
      connector.stop('Local', idTag);
      return;
    }
    if (transaction === null) {
      await this.#admit(connector, idTag, { isRemote: false, chargingProfile: null });
      return;
    }
    const { isAccepted, parentIdTag } = await this.#ports.authorizer.authorize(idTag);
    const isOfGroup =
      parentIdTag !== null &&
      transaction.parentIdTag !== null &&
      isSameTag(parentIdTag, transaction.parentIdTag);
    // The driver may have been faster than the server.
    if (isAccepted && isOfGroup && connector.transaction === transaction) connector.stop('Local', idTag);
  }

  /** Whether a remote start for this tag may be tried at a connector, as far as reservations are concerned. */
  mayStart(connector: SimulatedConnector, idTag: string): boolean {
    return this.#ports.reservations.admits(this.#claimant(idTag), connector) !== 'no';
  }

  /** Whether this connector is kept for the tag by number. */
  isKeptFor(connector: SimulatedConnector, idTag: string): boolean {
    return this.#ports.reservations.isFor(this.#claimant(idTag), connector.id);
  }

  /** Lets somebody charge whom the server sends; the server is asked first where AuthorizeRemoteTxRequests says so. */
  startRemotely(connector: SimulatedConnector, idTag: string, chargingProfile: ChargingProfile | null): void {
    const claimant = this.#claimant(idTag);
    const isAsked = flagOf(this.#ports.configuration(), 'AuthorizeRemoteTxRequests');
    // Without asking, nobody could tell whether the tag is of the group that the connector is kept for.
    if (isAsked || this.#ports.reservations.admits(claimant, connector) === 'maybe') {
      void this.#admit(connector, idTag, { isRemote: true, chargingProfile });
    } else {
      connector.admit({ ...claimant, isRemote: true, chargingProfile });
    }
  }

  async #admit(
    connector: SimulatedConnector,
    idTag: string,
    start: { isRemote: boolean; chargingProfile: ChargingProfile | null },
  ): Promise<void> {
    const { authorizer, reservations } = this.#ports;
    if (!isUsable(connector.state)) return;
    if (reservations.admits(this.#claimant(idTag), connector) === 'no') {
      this.#refuse(idTag);
      return;
    }
    const { isAccepted, parentIdTag } = await authorizer.authorize(idTag);
    if (!isAccepted) return;
    if (reservations.admits({ idTag, parentIdTag }, connector) === 'yes') {
      connector.admit({ idTag, parentIdTag, ...start });
    } else {
      this.#refuse(idTag);
    }
  }

  /** The connector is kept for somebody else. */
  #refuse(idTag: string): void {
    this.#ports.emit({ type: 'authorized', idTag, isAccepted: false, source: 'charger' });
  }

  #claimant(idTag: string) {
    return { idTag, parentIdTag: this.#ports.tags.find(idTag)?.parentIdTag ?? null };
  }
}
