import type { SimulatedCharger } from './charger.ts';
import type { SimulatedConnector } from './simulated-connector.ts';

/** What a charger holds at this moment, for people: connectors, tags, reservations, charging profiles. */
export function describeCharger(charger: SimulatedCharger): string[] {
  const { tags, reservations, profiles } = charger.site;
  return [
    ...charger.connectors.map(describeConnector),
    tags.listVersion === -1
      ? 'No local list (LocalAuthListEnabled is false)'
      : `Local list version ${tags.listVersion} with ${tags.listedCount} tags`,
    `${tags.cachedCount} tags in the cache`,
    ...reservations.held.map(({ reservationId, connectorId, idTag, parentIdTag, expiryMs }) => {
      const group = parentIdTag === null ? '' : ` or group ${parentIdTag}`;
      const until = new Date(expiryMs).toISOString();
      return `Reservation ${reservationId} on connector ${connectorId} for ${idTag}${group} until ${until}`;
    }),
    ...profiles.installed.map(({ connectorId, profile }) => {
      const { chargingProfileId, chargingProfilePurpose, chargingProfileKind, stackLevel } = profile;
      const { chargingRateUnit, chargingSchedulePeriod } = profile.chargingSchedule;
      const limits = chargingSchedulePeriod.map(({ startPeriod, limit }) => `${startPeriod} s ${limit}`);
      return (
        `Profile ${chargingProfileId} on connector ${connectorId}: ${chargingProfileKind} ` +
        `${chargingProfilePurpose}, level ${stackLevel}, ${chargingRateUnit} from ${limits.join(', ')}`
      );
    }),
  ];
}

function describeConnector(connector: SimulatedConnector): string {
  const { energyWh, powerW } = connector.read();
  const { limitW, transaction } = connector;
  return [
    `Connector ${connector.id} ${connector.status}`,
    ...(transaction === null ? [] : [`transaction ${transaction.transactionId ?? '(no id yet)'}`]),
    `${(powerW / 1000).toFixed(1)} kW`,
    ...(limitW === null ? [] : [`limit ${(limitW / 1000).toFixed(1)} kW`]),
    `meter ${(energyWh / 1000).toFixed(2)} kWh`,
  ].join(', ');
}
