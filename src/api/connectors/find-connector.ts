import type { ChargerDescription, ChargerRpc, ConnectorBody } from '../../contracts/charger-rpc.ts';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { unknownConnector } from './unknown-connector.ts';

/** A connector and its charger, as the charger's object knows them now; 404 where one of them is not known. */
export async function findConnector(
  chargers: DurableObjectNamespace<ChargerRpc>,
  accountId: string,
  { chargeBoxId, connectorId }: { chargeBoxId: string; connectorId: number },
): Promise<{ registration: ChargerDescription['registration']; connector: ConnectorBody }> {
  const description = await reading(async () => chargerObject(chargers, chargeBoxId).describe(accountId));
  if (description === null) throw noSuchCharger(chargeBoxId);
  const { registration, connectors } = description;
  const connector = connectors.find((candidate) => candidate.connectorId === connectorId);
  if (connector === undefined) {
    throw unknownConnector(
      registration.chargeBoxId,
      connectors.map((known) => known.connectorId),
    );
  }
  return { registration, connector };
}
