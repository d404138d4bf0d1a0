import { register } from './account.ts';
import { boot, status } from './charger-messages.ts';
import { RawCharger } from './raw-charger.ts';
import type { RestClient } from './rest-client.ts';
import { unique } from './server.ts';

/** A charger registered, connected and booted, with these connectors Available. */
export async function onlineCharger(
  account: RestClient,
  { connectors = [1], ...fields }: { connectors?: number[] } & Record<string, unknown> = {},
) {
  const chargeBoxId = unique('CP');
  const registered = await register(account, chargeBoxId, fields);
  const charger = await RawCharger.connect(account.url, chargeBoxId);
  await charger.call('BootNotification', boot());
  for (const connectorId of connectors)
    await charger.call('StatusNotification', status(connectorId, 'Available'));
  return { chargeBoxId, registered, charger };
}
