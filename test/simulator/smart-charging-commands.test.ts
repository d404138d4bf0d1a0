import { describe, expect, test } from 'vitest';

import { messages } from '../../src/ocpp/v16/messages/index.ts';
import type { ChargingProfile } from '../../src/ocpp/v16/types/charging-profile.ts';
import { bootCharger } from './booted-charger.ts';
import { sampleProfile } from './charging-profile-samples.ts';
import { useTestbed } from './testbed.ts';

const MINUTES = 60_000;
const testbed = useTestbed();
const ACCEPTED = { status: 'Accepted' };
const TX = { chargingProfilePurpose: 'TxProfile' } as const;
/** The clock of the tests stands at 10:35. */
const AT_1045 = { startSchedule: '2025-01-15T10:45:00Z' };
const SITE = {
  chargingProfileId: 90,
  chargingProfilePurpose: 'ChargePointMaxProfile',
  chargingProfileKind: 'Absolute',
} as const;

/** A vehicle that takes all it is offered makes the power the limit, and the energy its sum. */
async function boot(options: Parameters<typeof bootCharger>[1] = {}) {
  const booted = await bootCharger(testbed, {
    powerW: 22_080,
    wiring: { phases: 3, voltageV: 230 },
    vehicle: null,
    ...options,
    configuration: { MeterValuesSampledData: 'Power.Active.Import', ...options.configuration },
  });
  const { charger, command } = booted;
  return {
    ...booted,
    setProfile: (connectorId: number, csChargingProfiles: ChargingProfile) =>
      command('SetChargingProfile', { connectorId, csChargingProfiles }),
    powerOf: (connectorId = 1) => charger.connector(connectorId)?.read().powerW,
    async composite(request: object = {}) {
      const answer = await command('GetCompositeSchedule', { connectorId: 1, duration: 3600, ...request });
      return messages.GetCompositeSchedule.confirmation.parse(answer);
    },
  };
}

/** The values of one measurand in the last MeterValues. */
function lastValues(received: readonly unknown[], measurand: string): string[] {
  const { meterValue } = messages.MeterValues.request.parse(received.at(-1));
  return meterValue.flatMap(({ sampledValue }) =>
    sampledValue.filter((each) => each.measurand === measurand).map(({ value }) => value),
  );
}

describe('a limit in force shows in power, meter values and energy', () => {
  test('TxDefaultProfile: from the first moment, period by period (TC_056)', async () => {
    const { server, clock, charger, setProfile, powerOf, charge } = await boot();
    expect(
      await setProfile(
        1,
        sampleProfile(
          [
            [0, 6000],
            [600, 12_000],
          ],
          { chargingProfileKind: 'Absolute' },
          { startSchedule: '2025-01-15T10:35:00Z', duration: 1200 },
        ),
      ),
    ).toEqual(ACCEPTED);
    await charge();
    expect(powerOf()).toBe(6000);
    clock.advance(MINUTES);
    await server.received('MeterValues');
    expect(lastValues(server.paramsOf('MeterValues'), 'Power.Active.Import')).toEqual(['6000']);
    clock.advance(9 * MINUTES);
    expect(powerOf()).toBe(12_000);
    clock.advance(10 * MINUTES);
    expect(powerOf()).toBe(22_080);
    charger.stop(1);
    expect(await server.received('StopTransaction')).toMatchObject({ meterStop: 13_000 });
  });

  test('a profile that comes in a running transaction holds at once', async () => {
    const { setProfile, powerOf, charge } = await boot();
    await charge();
    expect(powerOf()).toBe(22_080);
    await setProfile(0, sampleProfile([[0, 16]], {}, { chargingRateUnit: 'A' }));
    expect(powerOf()).toBe(11_040);
  });

  test('numberPhases 1 leaves two phases without current', async () => {
    const { server, setProfile, powerOf, charge, command } = await boot({
      configuration: { MeterValuesSampledData: 'Current.Import' },
    });
    await setProfile(
      1,
      sampleProfile(
        [],
        {},
        {
          chargingRateUnit: 'A',
          chargingSchedulePeriod: [{ startPeriod: 0, limit: 16, numberPhases: 1 }],
        },
      ),
    );
    await charge();
    expect(powerOf()).toBe(3680);
    await command('TriggerMessage', { requestedMessage: 'MeterValues', connectorId: 1 });
    await server.received('MeterValues');
    expect(lastValues(server.paramsOf('MeterValues'), 'Current.Import')).toEqual(['16.0', '0.0', '0.0']);
  });

  test('a limit of 0 suspends it (SuspendedEVSE), the next period lets it charge again', async () => {
    const { server, clock, setProfile, powerOf, charge } = await boot();
    await charge();
    await setProfile(
      1,
      sampleProfile(
        [
          [0, 0],
          [600, 7000],
        ],
        { chargingProfileKind: 'Absolute' },
        { startSchedule: '2025-01-15T10:35:00Z' },
      ),
    );
    await server.told(1, 'SuspendedEVSE');
    expect(powerOf()).toBe(0);
    clock.advance(10 * MINUTES);
    await server.told(1, 'Charging');
    expect(powerOf()).toBe(7000);
  });

  test('a battery that is limited is full later', async () => {
    const { server, clock, setProfile, charge } = await boot({
      vehicle: { socPercent: 50, capacityKwh: 20 },
      configuration: { MeterValueSampleInterval: '0' },
    });
    await setProfile(1, sampleProfile([[0, 2000]]));
    await charge();
    clock.advance(240 * MINUTES);
    expect(server.paramsOf('StatusNotification').at(-1)).toMatchObject({ status: 'Charging' });
    clock.advance(24 * 60 * MINUTES);
    await server.told(1, 'SuspendedEV');
  });

  test('ChargePointMaxProfile: those who charge share it, and get all of it when alone', async () => {
    const { clock, charger, setProfile, powerOf, charge } = await boot({ connectorCount: 2 });
    expect(
      await setProfile(0, sampleProfile([[0, 10_000]], SITE, { startSchedule: '2025-01-15T10:00:00Z' })),
    ).toEqual(ACCEPTED);
    await charge(1, 'ONE');
    expect(powerOf(1)).toBe(10_000);
    await charge(2, 'TWO');
    expect([powerOf(1), powerOf(2)]).toEqual([5000, 5000]);
    clock.advance(MINUTES);
    charger.stop(1);
    expect(powerOf(2)).toBe(10_000);
  });
});

describe('TxProfile', () => {
  test('is for a running transaction, overrules the default and ends with it (TC_057)', async () => {
    const { charger, command, setProfile, powerOf, charge } = await boot();
    const own = sampleProfile([[0, 4000]], { ...TX, chargingProfileId: 2, transactionId: 1001 });
    expect(await setProfile(1, own)).toEqual({ status: 'Rejected' });
    await setProfile(1, sampleProfile([[0, 9000]]));
    await charge();
    expect(powerOf()).toBe(9000);
    expect(await setProfile(1, { ...own, transactionId: 5 })).toEqual({ status: 'Rejected' });
    expect(await setProfile(1, own)).toEqual(ACCEPTED);
    expect(powerOf()).toBe(4000);
    charger.stop(1);
    charger.unplug(1);
    expect(await command('ClearChargingProfile', { id: 2 })).toEqual({ status: 'Unknown' });
    await charge();
    expect(powerOf()).toBe(9000);
  });

  test('comes with a remote start and holds from the first moment of its transaction (TC_059)', async () => {
    const { server, charger, command, powerOf } = await boot();
    const chargingProfile = sampleProfile([[0, 6]], TX, { chargingRateUnit: 'A' });
    expect(await command('RemoteStartTransaction', { idTag: 'TAG', chargingProfile })).toEqual(ACCEPTED);
    charger.plugIn(1);
    await server.told(1, 'Charging');
    expect(powerOf()).toBe(4140);
  });

  test('a remote start with any other profile is Rejected, and nothing starts', async () => {
    const { server, charger, command } = await boot();
    charger.plugIn(1);
    const chargingProfile = sampleProfile([[0, 6]]);
    expect(await command('RemoteStartTransaction', { idTag: 'TAG', chargingProfile })).toEqual({
      status: 'Rejected',
    });
    await charger.whenIdle();
    expect(server.paramsOf('StartTransaction')).toEqual([]);
  });
});

test('ClearChargingProfile by id, by criteria; Unknown when nothing fits; the power is free again', async () => {
  const { command, setProfile, powerOf, charge } = await boot();
  await setProfile(1, sampleProfile([[0, 5000]], { chargingProfileId: 1 }));
  await setProfile(1, sampleProfile([[0, 8000]], { chargingProfileId: 2, stackLevel: 3 }));
  await charge();
  expect(powerOf()).toBe(8000);
  expect(await command('ClearChargingProfile', { id: 2, connectorId: 9 })).toEqual(ACCEPTED);
  expect(powerOf()).toBe(5000);
  expect(await command('ClearChargingProfile', { connectorId: 0 })).toEqual({ status: 'Unknown' });
  const criteria = { connectorId: 1, chargingProfilePurpose: 'TxDefaultProfile', stackLevel: 0 };
  expect(await command('ClearChargingProfile', criteria)).toEqual(ACCEPTED);
  expect(powerOf()).toBe(22_080);
  expect(await command('ClearChargingProfile')).toEqual({ status: 'Unknown' });
});

test('GetCompositeSchedule: from now, in the unit asked for; else in that of the profile in force', async () => {
  const { setProfile, composite, charge } = await boot();
  await setProfile(1, sampleProfile([[0, 16]], {}, { chargingRateUnit: 'A', duration: 1800 }));
  await setProfile(0, sampleProfile([[0, 9000]], SITE, AT_1045));
  await charge();
  expect(await composite({ chargingRateUnit: 'W' })).toEqual({
    status: 'Accepted',
    connectorId: 1,
    scheduleStart: '2025-01-15T10:35:00.000Z',
    chargingSchedule: {
      duration: 3600,
      chargingRateUnit: 'W',
      chargingSchedulePeriod: [
        { startPeriod: 0, limit: 11_040 },
        { startPeriod: 600, limit: 9000 },
      ],
    },
  });
  expect((await composite()).chargingSchedule).toMatchObject({
    chargingRateUnit: 'A',
    chargingSchedulePeriod: [
      { startPeriod: 0, limit: 16 },
      { startPeriod: 600, limit: 13 },
    ],
  });
  expect((await composite({ connectorId: 0, duration: 60 })).chargingSchedule).toMatchObject({
    chargingRateUnit: 'W',
    chargingSchedulePeriod: [{ startPeriod: 0, limit: 11_040 }],
  });
  expect(await composite({ connectorId: 2 })).toEqual({ status: 'Rejected' });
});

test('SetChargingProfile: no room is Rejected, an unknown connector PropertyConstraintViolation (errata 3.39)', async () => {
  const { setProfile } = await boot({ configuration: { MaxChargingProfilesInstalled: '1' } });
  expect(await setProfile(1, sampleProfile([[0, 5000]]))).toEqual(ACCEPTED);
  const another = sampleProfile([[0, 5000]], { chargingProfileId: 2, stackLevel: 1 });
  expect(await setProfile(1, another)).toEqual({ status: 'Rejected' });
  expect(await setProfile(1, sampleProfile([[0, 6000]], { stackLevel: 1 }))).toEqual(ACCEPTED);
  await expect(setProfile(2, another)).rejects.toMatchObject({ rpcErrorCode: 'PropertyConstraintViolation' });
});

test('profiles outlive a reboot', async () => {
  const { charger, command, setProfile, powerOf, charge } = await boot();
  await setProfile(1, sampleProfile([[0, 5000]]));
  const ready = charger.waitFor('ready');
  await command('Reset', { type: 'Hard' });
  await ready;
  await charge();
  expect(powerOf()).toBe(5000);
});
