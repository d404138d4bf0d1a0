import { expect, test } from 'vitest';
import { SOON } from '../../support/charger-view.ts';
import { registerCaseTags } from '../../support/id-tags.ts';
import { newAccount, sharedServer } from '../../support/server.ts';
import { Station } from '../../support/station.ts';

const account = await newAccount(sharedServer());
await registerCaseTags(account);

const inMs = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
const HOUR = 3_600_000;

/** Reserves connector 1 for VALID1 for an hour, or what the fields say; gives the number of the reservation. */
async function reserve(station: Station, fields: Record<string, unknown> = {}): Promise<number> {
  const asked = { connectorId: 1, idTag: 'VALID1', expiryDate: inMs(HOUR), ...fields };
  const answer = await station.order('reservations', asked);
  expect(answer).toMatchObject({ status: 200, body: { reservationId: expect.any(Number) } });
  return (answer.body as { reservationId: number }).reservationId;
}

async function reservation({ chargeBoxId }: Station, reservationId: number): Promise<unknown> {
  return (await account.get(`/chargers/${chargeBoxId}/reservations/${reservationId}`)).body;
}

function cancel({ chargeBoxId }: Station, reservationId: number) {
  return account.delete(`/chargers/${chargeBoxId}/reservations/${reservationId}`);
}

async function runningTransactionId(station: Station): Promise<string> {
  await expect.poll(() => station.transactions(), SOON).toMatchObject([{ status: 'in_progress' }]);
  const [transaction] = await station.transactions();
  return transaction?.transactionId ?? '';
}

test('#46 TC_046_CSMS a reserved connector is used: the reservation is linked to its transaction', async () => {
  const station = await Station.booted(account);
  const expiryDate = inMs(HOUR);
  const reservationId = await reserve(station, { expiryDate });
  await station.status(1, 'Reserved');
  expect(await reservation(station, reservationId)).toMatchObject({
    state: 'accepted',
    chargerStatus: 'Accepted',
    idTag: 'VALID1',
    transactionId: null,
  });
  await station.status(1, 'Preparing');
  expect((await station.start({ reservationId })).idTagInfo.status).toBe('Accepted');
  expect(await reservation(station, reservationId)).toMatchObject({
    state: 'used',
    usedByIdTag: 'VALID1',
    transactionId: await runningTransactionId(station),
  });
  await station.close('ReserveNow');
  expect(station.received[0]?.payload).toMatchObject({
    connectorId: 1,
    idTag: 'VALID1',
    expiryDate,
    reservationId,
  });
});

test('#47 TC_047_CSMS a reservation ends at its time by our clock, also while the charger is away', async () => {
  const station = await Station.booted(account);
  const reservationId = await reserve(station, { expiryDate: inMs(1_500) });
  await station.status(1, 'Reserved');
  await station.drop();
  await expect
    .poll(() => reservation(station, reservationId), { timeout: 15_000, interval: 100 })
    .toMatchObject({ state: 'expired', endedAt: expect.any(String) });
});

test.each([
  ['#48 TC_048_1_CSMS', 'Faulted'],
  ['#49 TC_048_2_CSMS', 'Occupied'],
  ['#50 TC_048_3_CSMS', 'Unavailable'],
  ['#51 TC_048_4_CSMS, #277 X-V01', 'Rejected'],
])('%s a reservation that is answered %s is refused with that word', async (_case, status) => {
  const station = await Station.booted(account);
  station.on('ReserveNow', () => ({ status }));
  const connectorId = status === 'Rejected' ? 0 : 1;
  const answer = await station.order('reservations', {
    connectorId,
    idTag: 'VALID1',
    expiryDate: inMs(HOUR),
  });
  expect(answer).toMatchObject({ status: 200, body: { status } });
  const path = `/chargers/${station.chargeBoxId}/reservations`;
  expect(await account.get(path)).toMatchObject({
    body: { reservations: [{ state: 'refused', chargerStatus: status }] },
  });
  await station.close('ReserveNow');
});

test('#52 TC_049_CSMS connector 0 is the charge point: any of its connectors', async () => {
  const station = await Station.booted(account, { connectors: [0, 1, 2] });
  const reservationId = await reserve(station, { connectorId: 0 });
  await station.start({ connectorId: 2 });
  expect(await reservation(station, reservationId)).toMatchObject({ connectorId: 0, state: 'used' });
  await station.close('ReserveNow');
});

test('#53 TC_051_CSMS a reservation is cancelled', async () => {
  const station = await Station.booted(account);
  const reservationId = await reserve(station);
  expect(await cancel(station, reservationId)).toMatchObject({ status: 200, body: { status: 'Accepted' } });
  expect(await reservation(station, reservationId)).toMatchObject({ state: 'cancelled' });
  await station.close('ReserveNow', 'CancelReservation');
  expect(station.received[1]?.payload).toEqual({ reservationId });
});

test('#54 TC_052_CSMS a cancel that is rejected is shown, and so is one of a reservation we never made', async () => {
  const station = await Station.booted(account);
  station.on('CancelReservation', () => ({ status: 'Rejected' }));
  const reservationId = await reserve(station);
  expect(await cancel(station, reservationId)).toMatchObject({ status: 200, body: { status: 'Rejected' } });
  expect(await reservation(station, reservationId)).toMatchObject({
    state: 'cancelRejected',
    chargerStatus: 'Rejected',
  });
  expect((await cancel(station, 4_711)).status).toBe(404);
  const raw = { action: 'CancelReservation', payload: { reservationId: 4_711 } };
  expect(await station.order('commands', raw)).toMatchObject({ status: 200, body: { status: 'Rejected' } });
  await station.close('ReserveNow', 'CancelReservation', 'CancelReservation');
});

test('#55 TC_053_CSMS another member of the group uses the reservation', async () => {
  const station = await Station.booted(account);
  const reservationId = await reserve(station);
  await station.status(1, 'Reserved');
  expect(await station.authorize('VALID2')).toMatchObject({ status: 'Accepted', parentIdTag: 'GRP' });
  expect((await station.start({ idTag: 'VALID2', reservationId })).idTagInfo.status).toBe('Accepted');
  expect(await reservation(station, reservationId)).toMatchObject({ state: 'used', usedByIdTag: 'VALID2' });
  await station.close('ReserveNow');
  expect(station.received[0]?.payload).toMatchObject({ connectorId: 1, parentIdTag: 'GRP' });
});

test.each(['Unavailable', 'Faulted'])('#211 X-S11 %s while reserved ends the reservation', async (word) => {
  const station = await Station.booted(account);
  const reservationId = await reserve(station);
  await station.status(1, 'Reserved');
  await station.status(1, word);
  expect(await reservation(station, reservationId)).toMatchObject({ state: 'terminated' });
  await station.close('ReserveNow');
});

test('#278 X-V02 the same number again replaces the reservation; refused, the first one stands', async () => {
  const station = await Station.booted(account);
  const reservationId = await reserve(station, { reservationId: 77 });
  await reserve(station, { reservationId, idTag: 'VALID2' });
  expect(await reservation(station, reservationId)).toMatchObject({ state: 'accepted', idTag: 'VALID2' });
  station.on('ReserveNow', () => ({ status: 'Occupied' }));
  await reserve(station, { reservationId, idTag: 'VALID1' });
  expect(await reservation(station, reservationId)).toMatchObject({ state: 'accepted', idTag: 'VALID2' });
  await station.close('ReserveNow', 'ReserveNow', 'ReserveNow');
});

test('#280 X-V04 a start that does not name the reservation is matched by its tag, and flagged', async () => {
  const station = await Station.booted(account);
  const reservationId = await reserve(station);
  await station.start();
  expect(await reservation(station, reservationId)).toMatchObject({ state: 'used' });
  expect(await station.flags()).toMatchObject({ reservationMatched: 1 });
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([{ anomalies: ['reservationMatched'] }]);
  await station.close('ReserveNow');
});

test('#281 X-V05 a start with a reservation that nobody knows is a start', async () => {
  const station = await Station.booted(account);
  expect((await station.start({ reservationId: 4_711 })).idTagInfo.status).toBe('Accepted');
  await station.close();
});

test('#283 X-V07 a cancel after the end is sent, and what it answers is shown beside the end', async () => {
  const station = await Station.booted(account);
  station.on('CancelReservation', () => ({ status: 'Rejected' }));
  const reservationId = await reserve(station, { expiryDate: inMs(1_000) });
  await expect
    .poll(() => reservation(station, reservationId), { timeout: 15_000, interval: 100 })
    .toMatchObject({ state: 'expired' });
  expect(await cancel(station, reservationId)).toMatchObject({ status: 200, body: { status: 'Rejected' } });
  expect(await reservation(station, reservationId)).toMatchObject({
    state: 'expired',
    chargerStatus: 'Rejected',
  });
  await station.close('ReserveNow', 'CancelReservation');
});

test('#284 X-V08 another tag that starts on a reserved connector is answered for what it is, and the session is marked', async () => {
  const station = await Station.booted(account);
  await account.post('/id-tags', { idTag: 'SOMEONE' });
  const reservationId = await reserve(station);
  expect((await station.start({ idTag: 'SOMEONE' })).idTagInfo.status).toBe('Accepted');
  expect(await reservation(station, reservationId)).toMatchObject({ state: 'accepted' });
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([{ anomalies: ['reservedForAnother'] }]);
  await station.close('ReserveNow');
});

test('a charger that does not answer may hold the reservation: its state is unknown until a start or its end tells', async () => {
  const station = await Station.booted(account);
  station.on('ReserveNow', async () => {
    await station.drop();
    return { status: 'Accepted' };
  });
  const asked = { connectorId: 1, idTag: 'VALID1', expiryDate: inMs(HOUR), reservationId: 5 };
  expect((await station.order('reservations', asked)).status).toBe(503);
  expect(await reservation(station, 5)).toMatchObject({ state: 'unknown', chargerStatus: 'connectionLost' });
  await station.connect();
  await station.start({ reservationId: 5 });
  expect(await reservation(station, 5)).toMatchObject({ state: 'used' });
  await station.close('ReserveNow');
});

test('what cannot be reserved is 400 or 404, names the rule, and is not sent', async () => {
  const station = await Station.booted(account);
  const asked = { connectorId: 1, idTag: 'VALID1', expiryDate: inMs(HOUR) };
  const fieldOf = async (fields: Record<string, unknown>) => {
    const { status, body } = await station.order('reservations', { ...asked, ...fields });
    expect(status).toBe(400);
    return (body as { error: { details: { field: string }[] } }).error.details[0]?.field;
  };
  expect(await fieldOf({ expiryDate: inMs(-1_000) })).toBe('expiryDate');
  expect(await fieldOf({ expiryDate: 'tomorrow' })).toBe('expiryDate');
  expect(await fieldOf({ idTag: 'x'.repeat(21) })).toBe('idTag');
  expect(await fieldOf({ connectorId: -1 })).toBe('connectorId');
  expect((await station.order('reservations', { ...asked, connectorId: 9 })).status).toBe(404);
  const stranger = await newAccount(sharedServer());
  expect((await stranger.get(`/chargers/${station.chargeBoxId}/reservations`)).status).toBe(404);
  await station.close();
});
