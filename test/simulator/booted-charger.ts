import type { ChargerOptions } from '../../src/simulator/charger-options.ts';
import type { useTestbed } from './testbed.ts';

const ID = 'CP-OFFICE-01';

/** A charger that the server has accepted, and how the server commands it. */
export async function bootCharger(
  testbed: ReturnType<typeof useTestbed>,
  options: Partial<ChargerOptions> = {},
) {
  const { server, clock, createCharger } = testbed();
  const charger = createCharger({ identity: ID, ...options });
  await charger.connect();
  return {
    server,
    clock,
    charger,
    command: (action: string, request: object = {}) => server.command(ID, action, request),
    configure: (key: string, value: string) => server.command(ID, 'ChangeConfiguration', { key, value }),
    /** Plugs in and taps: the transaction runs, and the server knows. */
    async charge(connectorId = 1, idTag = 'TAG') {
      charger.plugIn(connectorId);
      await charger.tap(connectorId, idTag);
      await charger.whenIdle();
    },
  };
}
