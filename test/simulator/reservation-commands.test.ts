import { describe, expect, test } from 'vitest';

import { bootCharger } from './booted-charger.ts';
import { useTestbed } from './testbed.ts';

const testbed = useTestbed();
const ACCEPTED = { status: 'Accepted' };

/** The clock of the tests stands at 10:35; it holds for ten minutes. */
function reservation(changes: object = {}) {
  return { reservationId: 7, connectorId: 1, idTag: 'TAG', expiryDate: '2025-01-15T10:45:00Z', ...changes };
}

test('ReserveNow: Reserved; its tag starts with the reservationId, which uses it up (TC_046)', async () => {
  const { server, charger, command } = await bootCharger(testbed);
  expect(await command('ReserveNow', reservation())).toEqual(ACCEPTED);
  await server.told(1, 'Reserved');
  const ended = charger.waitFor('reservationEnded');
  charger.plugIn(1);
  await charger.tap(1, 'TAG');
  expect(await ended).toMatchObject({ reservationId: 7, end: 'used' });
  expect(await server.received('StartTransaction')).toMatchObject({ reservationId: 7, idTag: 'TAG' });
  await server.told(1, 'Charging');
  const statuses = server
    .paramsOf('StatusNotification')
    .map((params) => Reflect.get(Object(params), 'status'));
  expect(statuses.slice(-3)).toEqual(['Reserved', 'Preparing', 'Charging']);
  charger.stop(1);
  charger.unplug(1);
  await server.told(1, 'Available');
});

test('another tag is refused at the charger, without a word to the server', async () => {
  const { server, charger, command } = await bootCharger(testbed);
  await command('ReserveNow', reservation());
  charger.plugIn(1);
  const refused = charger.waitFor('authorized');
  await charger.tap(1, 'OTHER');
  expect(await refused).toMatchObject({ isAccepted: false, source: 'charger' });
  expect(charger.connector(1)?.status).toBe('Reserved');
  expect(server.paramsOf('Authorize')).toEqual([]);
});

test('a tag of the group that parentIdTag names starts with the reservationId (TC_053)', async () => {
  const { server, charger, command } = await bootCharger(testbed);
  server.setAnswers({
    Authorize: ({ idTag }) => ({
      idTagInfo: { status: 'Accepted', parentIdTag: idTag === 'MATE' ? 'GRP' : 'ELSE' },
    }),
  });
  await command('ReserveNow', reservation({ parentIdTag: 'GRP' }));
  charger.plugIn(1);
  await charger.tap(1, 'STRANGER');
  expect(charger.connector(1)?.status).toBe('Reserved');
  await charger.tap(1, 'MATE');
  expect(await server.received('StartTransaction')).toMatchObject({ reservationId: 7, idTag: 'MATE' });
});

test('it expires: Available again, and anybody may charge (TC_047)', async () => {
  const { server, clock, charger, command, charge } = await bootCharger(testbed);
  await command('ReserveNow', reservation());
  await server.told(1, 'Reserved');
  const ended = charger.waitFor('reservationEnded');
  clock.advance(10 * 60_000);
  expect(await ended).toMatchObject({ end: 'expired' });
  await server.told(1, 'Available');
  await charge(1, 'OTHER');
  expect(server.paramsOf('StartTransaction')).toEqual([expect.not.objectContaining({ reservationId: 7 })]);
  expect(await command('CancelReservation', { reservationId: 7 })).toEqual({ status: 'Rejected' });
});

test('CancelReservation frees the connector; an unknown id is Rejected (TC_051, 052)', async () => {
  const { server, command } = await bootCharger(testbed);
  await command('ReserveNow', reservation());
  await server.told(1, 'Reserved');
  expect(await command('CancelReservation', { reservationId: 8 })).toEqual({ status: 'Rejected' });
  expect(await command('CancelReservation', { reservationId: 7 })).toEqual(ACCEPTED);
  await server.told(1, 'Available');
});

describe('what it answers by the state of the connector', () => {
  test('Faulted, Occupied, Unavailable, Rejected (TC_048)', async () => {
    const { charger, command } = await bootCharger(testbed, { connectorCount: 4 });
    charger.fault(1);
    charger.plugIn(2);
    await command('ChangeAvailability', { connectorId: 3, type: 'Inoperative' });
    const answers: unknown[] = [];
    for (const connectorId of [1, 2, 3, 4, 5]) {
      answers.push(await command('ReserveNow', reservation({ connectorId, reservationId: connectorId })));
    }
    expect(answers).toEqual(
      ['Faulted', 'Occupied', 'Unavailable', 'Accepted', 'Rejected'].map((status) => ({ status })),
    );
    expect(await command('ReserveNow', reservation({ connectorId: 4, reservationId: 9 }))).toEqual({
      status: 'Occupied',
    });
  });

  test('the same id again replaces the reservation: the old connector is free', async () => {
    const { server, command } = await bootCharger(testbed, { connectorCount: 2 });
    await command('ReserveNow', reservation());
    await server.told(1, 'Reserved');
    expect(await command('ReserveNow', reservation({ connectorId: 2, idTag: 'NEW' }))).toEqual(ACCEPTED);
    await server.told(2, 'Reserved');
    await server.told(1, 'Available');
  });
});

test('connector 0 keeps the last free connector; its tag uses it anywhere (TC_049)', async () => {
  const { server, charger, command, charge } = await bootCharger(testbed, { connectorCount: 2 });
  expect(await command('ReserveNow', reservation({ connectorId: 0 }))).toEqual(ACCEPTED);
  expect(charger.connectors.map(({ status }) => status)).toEqual(['Available', 'Available']);
  await charge(1, 'OTHER');
  await server.told(2, 'Reserved');
  charger.plugIn(2);
  await charger.tap(2, 'THIRD');
  expect(charger.connector(2)?.status).toBe('Reserved');
  await charger.tap(2, 'TAG');
  expect(await server.received('StartTransaction', 2)).toMatchObject({ connectorId: 2, reservationId: 7 });
});

test('connector 0 is Rejected where ReserveConnectorZeroSupported is false', async () => {
  const { command } = await bootCharger(testbed, {
    configuration: { ReserveConnectorZeroSupported: 'false' },
  });
  expect(await command('ReserveNow', reservation({ connectorId: 0 }))).toEqual({ status: 'Rejected' });
});

test('a defect ends the reservation of its connector (OCPP 1.6 5.13)', async () => {
  const { server, charger, command } = await bootCharger(testbed);
  await command('ReserveNow', reservation());
  await server.told(1, 'Reserved');
  const ended = charger.waitFor('reservationEnded');
  charger.fault(1);
  expect(await ended).toMatchObject({ end: 'terminated' });
  charger.recover(1);
  await server.told(1, 'Available');
});

test('a remote start opens a reserved connector to its tag only, and prefers it', async () => {
  const { server, charger, command } = await bootCharger(testbed, { connectorCount: 2 });
  await command('ReserveNow', reservation({ connectorId: 2 }));
  await server.told(2, 'Reserved');
  charger.plugIn(2);
  expect(await command('RemoteStartTransaction', { connectorId: 2, idTag: 'OTHER' })).toEqual({
    status: 'Rejected',
  });
  expect(await command('RemoteStartTransaction', { idTag: 'TAG' })).toEqual(ACCEPTED);
  expect(await server.received('StartTransaction')).toMatchObject({ connectorId: 2, reservationId: 7 });
});

test('a reservation outlives a reboot', async () => {
  const { charger, command } = await bootCharger(testbed);
  await command('ReserveNow', reservation());
  const ready = charger.waitFor('ready');
  await command('Reset', { type: 'Soft' });
  expect((await ready).statuses).toEqual(['Reserved']);
});
