import { expect, test } from 'vitest';
import { status } from '../../support/charger-messages.ts';
import { exampleOf, flagsOf, readCharger, readConnector, SOON } from '../../support/charger-view.ts';
import { registerCaseTags } from '../../support/id-tags.ts';
import { onlineCharger } from '../../support/online-charger.ts';
import { newAccount, sharedServer } from '../../support/server.ts';
import { Station } from '../../support/station.ts';

const server = sharedServer();
const account = await newAccount(server);
await registerCaseTags(account);

test('#202 X-S02: connector 0 has a status of its own, and connector 1 keeps its', async () => {
  const station = await Station.booted(account);
  await station.status(1, 'Preparing');
  for (const word of ['Unavailable', 'Faulted', 'Available']) {
    await station.status(0, word, word === 'Faulted' ? { errorCode: 'InternalError' } : {});
    expect(await station.connector(0)).toMatchObject({ status: word });
    expect(await station.connector(1)).toMatchObject({ status: 'Preparing', errorCode: 'NoError' });
  }
  expect(await station.flags()).toEqual({});
  await station.close();
});

test('#203 X-S03: connector 0 that reports Charging is answered, and flagged', async () => {
  const station = await Station.booted(account);
  await station.status(0, 'Charging');
  expect(await station.flags()).toEqual({ chargePointStatus: 1 });
  expect(await station.connector(1)).toMatchObject({ status: 'Available' });
  await station.close();
});

test('#205 X-S05: an error code without Faulted is a warning: the connector charges on, and the code is shown', async () => {
  const station = await Station.booted(account);
  await station.start();
  await station.status(1, 'Charging');
  await station.status(1, 'Charging', { errorCode: 'HighTemperature' });
  expect(await station.connector(1)).toMatchObject({ status: 'Charging', errorCode: 'HighTemperature' });
  expect(await station.flags()).toEqual({ warning: 1 });
  expect(await exampleOf(account, station.chargeBoxId, 'warning')).toContain('HighTemperature');
  await station.status(1, 'Charging');
  expect(await station.connector(1)).toMatchObject({ status: 'Charging', errorCode: 'NoError' });
  await station.close();
});

test('#206 X-S06: a change of status that the standard does not list is taken, and flagged', async () => {
  const station = await Station.booted(account);
  await station.status(1, 'Finishing');
  expect(await station.connector(1)).toMatchObject({ status: 'Finishing' });
  expect(await station.flags()).toEqual({ unlistedTransition: 1 });
  expect(await exampleOf(account, station.chargeBoxId, 'unlistedTransition')).toBe('Available to Finishing');
  await station.close();
});

test('#208 X-S08: an info of 80 characters is answered, shown whole, and flagged', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  const info = 'i'.repeat(80);
  expect((await charger.call('StatusNotification', { ...status(1, 'Preparing'), info }))[2]).toEqual({});
  expect(await readConnector(account, chargeBoxId, 1)).toMatchObject({ status: 'Preparing', info });
  expect(await flagsOf(account, chargeBoxId)).toEqual({ overlongText: 1 });
  await charger.close();
});

test('#209 X-S09: a connector that nobody knew of is there from its first status on', async () => {
  const station = await Station.booted(account, { connectors: [0, 1, 2] });
  await station.status(3, 'Available');
  expect(await station.connector(3)).toMatchObject({ connectorId: 3, status: 'Available' });
  const { connectors } = (await station.read()) as { connectors: { connectorId: number }[] };
  expect(connectors.map(({ connectorId }) => connectorId)).toEqual([0, 1, 2, 3]);
  await expect
    .poll(() => account.get(`/chargers?q=${station.chargeBoxId}&connectorStatus=Available`), SOON)
    .toMatchObject({ body: { chargers: [{ chargeBoxId: station.chargeBoxId }] } });
  await station.close();
});

test('#212 X-S12: Occupied of OCPP 1.5 is Charging with a transaction, Preparing without, and flagged', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  expect((await charger.call('StatusNotification', status(1, 'Occupied')))[2]).toEqual({});
  expect(await readConnector(account, chargeBoxId, 1)).toMatchObject({
    status: 'Preparing',
    reportedStatus: 'Occupied',
  });
  const start = { connectorId: 1, idTag: 'VALID1', meterStart: 0, timestamp: '2025-01-15T10:35:00Z' };
  await charger.call('StartTransaction', start);
  expect((await charger.call('StatusNotification', status(1, 'Occupied')))[2]).toEqual({});
  expect(await readConnector(account, chargeBoxId, 1)).toMatchObject({
    status: 'Charging',
    reportedStatus: 'Occupied',
  });
  expect(await flagsOf(account, chargeBoxId)).toMatchObject({ unknownStatus: 2 });
  await charger.close();
});

test('#212 X-S12: another unknown status leaves the connector’s as it was, beside what was reported', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  expect((await charger.call('StatusNotification', status(1, 'INIT')))[2]).toEqual({});
  expect(await readConnector(account, chargeBoxId, 1)).toMatchObject({
    status: 'Available',
    reportedStatus: 'INIT',
  });
  await charger.call('StatusNotification', status(1, 'Preparing'));
  expect(await readConnector(account, chargeBoxId, 1)).toMatchObject({
    status: 'Preparing',
    reportedStatus: null,
  });
  await charger.close();
});

test('#212 X-S12: an error code of OCPP 1.5 shows as OtherError, and flagged', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  const faulted = { ...status(1, 'Faulted'), errorCode: 'Mode3Error' };
  expect((await charger.call('StatusNotification', faulted))[2]).toEqual({});
  expect(await readConnector(account, chargeBoxId, 1)).toMatchObject({
    status: 'Faulted',
    errorCode: 'OtherError',
  });
  expect(await flagsOf(account, chargeBoxId)).toMatchObject({ unknownEnum: 1 });
  expect(await exampleOf(account, chargeBoxId, 'unknownEnum')).toBe('errorCode: Mode3Error');
  await charger.close();
});

test.each([
  ['status', status(1, 'Occupied')],
  ['errorCode', { ...status(1, 'Faulted'), errorCode: 'Mode3Error' }],
])(
  '#212 X-S12: on a strict charger a %s of OCPP 1.5 is a PropertyConstraintViolation',
  async (_, payload) => {
    const { chargeBoxId, charger } = await onlineCharger(account, { settings: { strict: true } });
    expect(await charger.call('StatusNotification', payload)).toMatchObject({
      0: 4,
      2: 'PropertyConstraintViolation',
    });
    expect(await readCharger(account, chargeBoxId)).toMatchObject({ connectors: [{ status: 'Available' }] });
    await charger.close();
  },
);
