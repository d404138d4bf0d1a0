import type { RestClient } from './rest-client.ts';
import { Station } from './station.ts';

/** A charger with these keys, by third-party code. */
export async function configured(
  account: RestClient,
  keys: { key: string; value?: string; readonly?: boolean }[],
  fields: Record<string, unknown> & { connectors?: number[] } = {},
): Promise<Station> {
  const station = await Station.booted(account, fields);
  station.on('GetConfiguration', ({ key }) => {
    const asked = Array.isArray(key) && key.length > 0 ? key.map(String) : keys.map((known) => known.key);
    const isKnown = (name: string) => keys.some((known) => known.key.toLowerCase() === name.toLowerCase());
    return {
      configurationKey: keys
        .filter((known) => asked.some((name) => name.toLowerCase() === known.key.toLowerCase()))
        .map((known) => ({ readonly: false, ...known })),
      unknownKey: asked.filter((name) => !isKnown(name)),
    };
  });
  return station;
}

/** What the server knows of a charger's configuration. */
export async function configurationOf({ account, chargeBoxId }: Station): Promise<unknown> {
  return (await account.get(`/chargers/${chargeBoxId}/configuration`)).body;
}

/** A time as answers show it. */
export const MILLISECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
