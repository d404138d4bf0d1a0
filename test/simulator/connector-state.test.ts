import { expect, test } from 'vitest';

import {
  changeAvailability,
  IDLE_CONNECTOR,
  isFreeForRemoteStart,
  statusOf,
} from '../../src/simulator/connector-state.ts';

test.each([
  [{}, 'Available'],
  [{ isPluggedIn: true }, 'Preparing'],
  [{ isAwaitingCable: true }, 'Preparing'],
  [{ isPluggedIn: true, transaction: 'charging' }, 'Charging'],
  [{ isPluggedIn: true, transaction: 'full' }, 'SuspendedEV'],
  [{ isPluggedIn: false, transaction: 'cableOut' }, 'SuspendedEV'],
  [{ isPluggedIn: true, transaction: 'paused' }, 'SuspendedEVSE'],
  [{ isPluggedIn: true, isFinished: true }, 'Finishing'],
  [{ availability: 'Inoperative' }, 'Unavailable'],
  [{ isPluggedIn: true, transaction: 'charging', fault: 'GroundFailure' }, 'Faulted'],
] as const)('%j is %s (OCPP 1.6 4.9)', (changes, status) => {
  expect(statusOf({ ...IDLE_CONNECTOR, ...changes })).toBe(status);
});

test('a remote start finds it free when Available or Preparing, and only until somebody is admitted', () => {
  expect(isFreeForRemoteStart(IDLE_CONNECTOR)).toBe(true);
  expect(isFreeForRemoteStart({ ...IDLE_CONNECTOR, isPluggedIn: true })).toBe(true);
  expect(isFreeForRemoteStart({ ...IDLE_CONNECTOR, isAwaitingCable: true })).toBe(false);
  expect(isFreeForRemoteStart({ ...IDLE_CONNECTOR, isPluggedIn: true, isFinished: true })).toBe(false);
  expect(isFreeForRemoteStart({ ...IDLE_CONNECTOR, availability: 'Inoperative' })).toBe(false);
});

test('an order to stay in use takes back a scheduled one', () => {
  const busy = { ...IDLE_CONNECTOR, isPluggedIn: true, transaction: 'charging' } as const;
  const scheduled = changeAvailability(busy, 'Inoperative');
  expect(scheduled.outcome).toBe('Scheduled');
  expect(changeAvailability(scheduled.state, 'Operative').state).toEqual(busy);
});
