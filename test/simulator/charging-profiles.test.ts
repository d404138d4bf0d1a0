import { describe, expect, test } from 'vitest';

import {
  clear,
  type InstalledProfile,
  install,
  withoutTransaction,
} from '../../src/simulator/charging-profiles.ts';
import { sampleProfile } from './charging-profile-samples.ts';

type Changes = Parameters<typeof sampleProfile>[1];

function on(connectorId: number, changes: Changes): InstalledProfile {
  return { connectorId, profile: sampleProfile([[0, 1000]], changes) };
}

const DEFAULT_1 = on(1, { chargingProfileId: 1 });
const DEFAULT_0 = on(0, { chargingProfileId: 2 });
const HIGHER_1 = on(1, { chargingProfileId: 3, stackLevel: 1 });
const TX_1 = on(1, { chargingProfileId: 4, chargingProfilePurpose: 'TxProfile' });
const SITE = on(0, { chargingProfileId: 5, chargingProfilePurpose: 'ChargePointMaxProfile' });
const ALL = [DEFAULT_1, DEFAULT_0, HIGHER_1, TX_1, SITE];

describe('what a new profile replaces (OCPP 1.6 5.16)', () => {
  test('the one with its id, wherever it is', () => {
    const added = on(2, { chargingProfileId: 5, stackLevel: 7 });
    expect(install(ALL, added)).toEqual([DEFAULT_1, DEFAULT_0, HIGHER_1, TX_1, added]);
  });

  test('the one with its purpose and stack level on its connector, and no other', () => {
    const added = on(1, { chargingProfileId: 9 });
    expect(install(ALL, added)).toEqual([DEFAULT_0, HIGHER_1, TX_1, SITE, added]);
  });
});

describe('what ClearChargingProfile removes (OCPP 1.6 5.5)', () => {
  test.each([
    ['an id alone, whatever else is said', { id: 3, connectorId: 9, stackLevel: 9 }, [HIGHER_1]],
    ['a connector', { connectorId: 0 }, [DEFAULT_0, SITE]],
    ['a purpose', { chargingProfilePurpose: 'TxDefaultProfile' }, [DEFAULT_1, DEFAULT_0, HIGHER_1]],
    ['all criteria together', { chargingProfilePurpose: 'TxDefaultProfile', stackLevel: 1 }, [HIGHER_1]],
    ['nothing that fits', { connectorId: 2 }, []],
    ['without criteria everything', {}, ALL],
  ] as const)('%s', (_what, criteria, removed) => {
    const left = clear(ALL, criteria);
    expect(ALL.filter((each) => !left.includes(each))).toEqual(removed);
  });
});

test('the TxProfiles of a connector go with its transaction', () => {
  expect(withoutTransaction(ALL, 1)).toEqual([DEFAULT_1, DEFAULT_0, HIGHER_1, SITE]);
  expect(withoutTransaction(ALL, 2)).toEqual(ALL);
});
