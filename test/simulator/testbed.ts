import { afterEach, beforeEach, expect } from 'vitest';

import { SimulatedCharger } from '../../src/simulator/charger.ts';
import type { ChargerOptions } from '../../src/simulator/charger-options.ts';
import { createManualClock, type ManualClock } from '../../src/simulator/clock.ts';
import { type StandInServer, startStandInServer } from './stand-in-server.ts';

interface Testbed {
  server: StandInServer;
  clock: ManualClock;
  /** A charger on the clock of the test, closed at its end; it dials soon, since the network's time is real. */
  createCharger: (options?: Partial<ChargerOptions>) => SimulatedCharger;
  /** For a test that breaks the protocol on purpose. */
  forgiveViolations: () => void;
}

/** A server of its own for each test, a clock that stands still, and the proof that nobody broke the protocol. */
export function useTestbed(): () => Testbed {
  let testbed: Testbed;
  const chargers: SimulatedCharger[] = [];
  const violations: string[] = [];

  beforeEach(async () => {
    const server = await startStandInServer();
    const clock = createManualClock('2025-01-15T10:35:00Z');
    testbed = {
      server,
      clock,
      createCharger(options = {}) {
        const charger = new SimulatedCharger({
          url: server.url,
          identity: 'CP-OFFICE-01',
          clock,
          powerW: 14_984,
          network: { backOff: { firstMs: 5, longestMs: 20 }, steadyDialMs: 5, rebootMs: 5 },
          ...options,
        });
        charger.on('event', (event) => {
          if (event.type === 'violation') violations.push(event.description);
        });
        chargers.push(charger);
        return charger;
      },
      forgiveViolations() {
        violations.length = 0;
        server.violations.length = 0;
      },
    };
  });

  afterEach(async () => {
    for (const charger of chargers.splice(0)) charger.close();
    await testbed.server.close();
    expect([...testbed.server.violations, ...violations.splice(0)]).toEqual([]);
  });

  return () => testbed;
}
