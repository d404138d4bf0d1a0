import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { register as registerCharger, transactionsOf } from '../../support/account.ts';
import { boot, start, status } from '../../support/charger-messages.ts';
import { exampleOf, flagsOf, meterValuesOf, readCharger } from '../../support/charger-view.ts';
import { onlineCharger } from '../../support/online-charger.ts';
import { begin, expectTransaction } from '../../support/quirky-session.ts';
import type { RawCharger } from '../../support/raw-charger.ts';
import { newAccount, sharedServer, unique } from '../../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

/** What came back for a frame, by the time that a heartbeat after it is answered: the connection has to stay. */
async function answersTo(charger: RawCharger, data: string | Uint8Array) {
  const before = charger.frames.length;
  charger.send(data);
  expect((await charger.call('Heartbeat', {}, 'afterwards'))[0]).toBe(3);
  return charger.frames.slice(before).filter(([, id]) => id !== 'afterwards');
}

describe('frames without sense', () => {
  test('an empty text (chargers used with SteVe) is ignored, and is nothing bad', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    expect(await answersTo(charger, '')).toEqual([]);
    expect(await flagsOf(account, chargeBoxId)).toEqual({});
    await charger.close();
  });

  test.each([
    ['a call that was cut off (Grizzl-E)', '[2,"x","StartTransaction",{"connectorId":1'],
    [
      'a backslash too many (chargers used with mobilityhouse/ocpp)',
      '[2,"x","DataTransfer",{"vendorId":"v","data":"C:\\"}]',
    ],
    ['a comma at its head', '[,2,"x","Heartbeat",{}]'],
    [
      'bytes that are no UTF-8 (chargers used with mobilityhouse/ocpp)',
      Uint8Array.from([0x5b, 0x32, 0x2c, 0xff, 0x5d]),
    ],
  ])('%s: no answer, the connection stays, flagged badFrame', async (_, data) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    expect(await answersTo(charger, data)).toEqual([]);
    expect(await flagsOf(account, chargeBoxId)).toEqual({ badFrame: 1 });
    const messages = await account.get(`/chargers/${chargeBoxId}/messages?kind=other`);
    const text = typeof data === 'string' ? [{ direction: 'fromChargePoint', text: data }] : [];
    expect(messages).toMatchObject({ body: { messages: text } });
    await charger.close();
  });

  test('half a character in a text frame (chargers used with mobilityhouse/ocpp) costs that character alone', async () => {
    const chargeBoxId = unique('CP');
    await registerCharger(account, chargeBoxId);
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ocpp/${chargeBoxId}`, ['ocpp1.6']);
    await once(socket, 'open');
    const vendor = Buffer.from([0x42, 0x65, 0x6e, 0x79, 0xc3]);
    const frame = Buffer.concat([
      Buffer.from('[2,"x","BootNotification",{"chargePointModel":"M","chargePointVendor":"'),
      vendor,
      Buffer.from('"}]'),
    ]);
    socket.send(frame, { binary: false });
    const [answer] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(answer.toString())).toMatchObject([3, 'x', { status: 'Accepted' }]);
    expect(await readCharger(account, chargeBoxId)).toMatchObject({ vendor: 'Beny\ufffd' });
    socket.terminate();
  });
});

describe('JSON that is broken as it is known of chargers: mended, flagged repairedJson', () => {
  test('a comma at the head of a list of samples (ZJ Beny): the energy counts', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger);
    const samples = '[,{"value":"12450","measurand":"Energy.Active.Import.Register","unit":"Wh"}]';
    const values = `[{"timestamp":"2025-01-15T10:45:00Z","sampledValue":${samples}}]`;
    const call = `[2,"x","MeterValues",{"connectorId":1,"transactionId":${transactionId},"meterValue":${values}}]`;
    expect(await answersTo(charger, call)).toEqual([[3, 'x', {}]]);
    await expectTransaction(account, chargeBoxId, { energyDelivered: 2.45 });
    expect(await flagsOf(account, chargeBoxId)).toMatchObject({ repairedJson: 1 });
    expect(await exampleOf(account, chargeBoxId, 'repairedJson')).toContain('[2,"x","MeterValues"');
    await charger.close();
  });

  test('texts filled up with NUL (Wallbe)', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const call = '[2,"x","BootNotification",{"chargePointVendor":"Wallbe\0\0\0","chargePointModel":"Pro"}]';
    expect(await answersTo(charger, call)).toMatchObject([[3, 'x', { status: 'Accepted' }]]);
    expect(await readCharger(account, chargeBoxId)).toMatchObject({ vendor: 'Wallbe', model: 'Pro' });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ repairedJson: 1 });
    await charger.close();
  });

  test('an answer without its last bracket (Grizzl-E)', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const answer = account.post('/transactions/start', { chargeBoxId, connectorId: 1 });
    const { id } = await charger.nextCall();
    charger.send(`[3,"${id}",{"status":"Accepted"}`);
    expect(await answer).toMatchObject({ status: 202, body: { status: 'Accepted' } });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ repairedJson: 1 });
    await charger.close();
  });
});

describe('the elements of a frame', () => {
  test.each<[string, string | Uint8Array, unknown, string]>([
    ['payload null (Grizzl-E)', '[2,"x","Heartbeat",null]', 'x', 'nullPayload'],
    ['no payload', '[2,"x","Heartbeat"]', 'x', 'missingPayload'],
    ['an id that is a number (a counter from 1)', '[2,1,"Heartbeat",{}]', 1, 'numericId'],
    ['an element too many', '[2,"x","Heartbeat",{},{}]', 'x', 'extraElements'],
    ['a binary frame', Buffer.from('[2,"x","Heartbeat",{}]'), 'x', 'binaryFrame'],
    ['a field that nobody knows (most vendors)', '[2,"x","Heartbeat",{"uptime":1}]', 'x', 'unknownField'],
  ])('%s: served, flagged', async (_, data, id, flag) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    expect(await answersTo(charger, data)).toMatchObject([[3, id, { currentTime: expect.any(String) }]]);
    expect(await flagsOf(account, chargeBoxId)).toEqual({ [flag]: 1 });
    await charger.close();
  });

  test('an id of more than 36 characters is refused with it', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const id = 'i'.repeat(40);
    expect((await charger.call('Heartbeat', {}, id)).slice(0, 3)).toEqual([4, id, 'FormationViolation']);
    expect(await flagsOf(account, chargeBoxId)).toEqual({ refusedCall: 1 });
    await charger.close();
  });

  test('an answer to a call that nobody made (chargers used with mobilityhouse/ocpp) changes nothing: unknownAnswer', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    expect(await answersTo(charger, '[3,"nobody",{"status":"Accepted"}]')).toEqual([]);
    expect(await flagsOf(account, chargeBoxId)).toEqual({ unknownAnswer: 1 });
    await charger.close();
  });

  test('a CALLERROR with its code alone ends the command with it: incompleteError', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const answer = account.post('/transactions/start', { chargeBoxId, connectorId: 1 });
    charger.sendFrame(4, (await charger.nextCall()).id, 'NotSupported');
    expect(await answer).toMatchObject({
      status: 202,
      body: { status: 'CallError', error: { code: 'NotSupported' } },
    });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ incompleteError: 1 });
    await charger.close();
  });
});

describe('message ids', () => {
  test('that begin again at 1 with each boot (EVerest): the same call is served anew', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    for (const word of ['Preparing', 'Faulted']) {
      await charger.call('BootNotification', boot(), '1');
      await charger.call('StatusNotification', status(1, word), '2');
      await charger.call('Heartbeat', {}, '3');
    }
    await charger.call('BootNotification', boot(), '1');
    await charger.call('StatusNotification', status(1, 'Preparing'), '2');
    expect(await readCharger(account, chargeBoxId)).toMatchObject({ connectors: [{ status: 'Preparing' }] });
    await charger.close();
  });

  test('of which there is only one (a charger that never counts): a status that comes back is not taken for a repeat', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    for (const word of ['Preparing', 'Faulted', 'Preparing']) {
      await charger.call('StatusNotification', status(1, word), '1');
      expect(await readCharger(account, chargeBoxId)).toMatchObject({ connectors: [{ status: word }] });
    }
    await charger.close();
  });

  test('that come again with the same call (MicroOcpp, after a lost answer) get the first answer: repeatedCall', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const first = await charger.call('StartTransaction', start({}), 'retry');
    expect(await charger.call('StartTransaction', start({}), 'retry')).toEqual(first);
    expect(await transactionsOf(account, chargeBoxId)).toHaveLength(1);
    expect(await flagsOf(account, chargeBoxId)).toEqual({ repeatedCall: 1 });
    await charger.close();
  });

  test('that are new for the same start (MicroOcpp): one transaction, repeatedStart', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const number = await begin(charger);
    expect(await begin(charger)).toBe(number);
    const [transaction] = await transactionsOf(account, chargeBoxId);
    expect(await meterValuesOf(account, transaction?.transactionId ?? '')).toEqual([]);
    expect(await flagsOf(account, chargeBoxId)).toEqual({ repeatedStart: 1 });
    await charger.close();
  });
});
