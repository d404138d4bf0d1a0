import { describe, expect, test } from 'vitest';
import { register, transactionsOf } from '../support/account.ts';
import { boot, meterValues, start, status, stop } from '../support/charger-messages.ts';
import { onlineCharger } from '../support/online-charger.ts';
import { RawCharger } from '../support/raw-charger.ts';
import { newAccount, sharedServer, unique } from '../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

/** Its flags by name, with how often. */
async function flagsOf(chargeBoxId: string): Promise<Record<string, number>> {
  const { flags } = (await account.get(`/chargers/${chargeBoxId}`)).body as {
    flags: Record<string, { count: number }>;
  };
  return Object.fromEntries(Object.entries(flags).map(([name, { count }]) => [name, count]));
}

/** Sends what gets no answer, then a heartbeat; gives all that came back. */
async function unanswered(charger: RawCharger, data: string | Uint8Array) {
  const before = charger.frames.length;
  charger.send(data);
  expect((await charger.call('Heartbeat', {}, 'afterwards'))[0]).toBe(3);
  return charger.frames.slice(before).filter(([, id]) => id !== 'afterwards');
}

describe('what cannot be answered keeps the connection (OCPP-J 4.1, 4.2)', () => {
  test.each<[string, string | Uint8Array]>([
    ['#122 X-R11: no JSON', 'hello'],
    ['JSON cut off', '[2,"x","Heartbeat",{'],
    ['a NUL', '[2,"x","Heart\u0000beat",{}]'],
    ['a trailing comma', '[2,"x","Heartbeat",{},]'],
    ['#122 X-R11: an object', '{"messageTypeId":2}'],
    ['null', 'null'],
    ['a number', '2'],
    ['#122 X-R11: an empty array', '[]'],
    ['#125 X-R14: a type that is text', '["2","x","Heartbeat",{}]'],
    ['a type that is no integer', '[2.5,"x","Heartbeat",{}]'],
    ['no id', '[2]'],
    ['an empty id', '[2,"","Heartbeat",{}]'],
    ['an id that is null', '[2,null,"Heartbeat",{}]'],
    ['an id that is an object', '[2,{},"Heartbeat",{}]'],
    ['an id beyond every number', '[2,1e400,"Heartbeat",{}]'],
    ['an answer without id', '[3]'],
    ['#133 X-R22: binary that is no UTF-8', Uint8Array.from([0xc3, 0x28, 0xff])],
  ])('%s', async (_, data) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    expect(await unanswered(charger, data)).toEqual([]);
    expect(await flagsOf(chargeBoxId)).toMatchObject({ badFrame: 1 });
    await charger.close();
  });

  test.each([
    ['#134 X-R23: an empty text', ''],
    ['white space', ' \n'],
    ['message type 5', '[5,"x","Heartbeat",{}]'],
    ['message type 0', '[0]'],
    ['message type -1', '[-1,"x"]'],
  ])('%s is ignored and is nothing bad', async (_, text) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    expect(await unanswered(charger, text)).toEqual([]);
    expect(await flagsOf(chargeBoxId)).toEqual({});
    await charger.close();
  });
});

describe('calls that are odd and served', () => {
  test.each<[string, string | Uint8Array, unknown, string[]]>([
    ['#127 X-R16: an id that is a number', '[2,17,"Heartbeat",{}]', 17, ['numericId']],
    ['an id that is 0', '[2,0,"Heartbeat",{}]', 0, ['numericId']],
    ['an id of 36 characters', `[2,"${'i'.repeat(36)}","Heartbeat",{}]`, 'i'.repeat(36), []],
    ['an id of any characters', '[2,"ü\\"\\u0001","Heartbeat",{}]', 'ü"\u0001', []],
    ['payload null', '[2,"x","Heartbeat",null]', 'x', ['nullPayload']],
    ['no payload', '[2,"x","Heartbeat"]', 'x', ['missingPayload']],
    ['too many elements', '[2,"x","Heartbeat",{},"more"]', 'x', ['extraElements']],
    ['an unknown field', '[2,"x","Heartbeat",{"a":1}]', 'x', ['unknownField']],
    ['white space and escapes', ' [ 2 ,\t"x", "Heart\\u0062eat" , { } ]\r\n', 'x', []],
    ['a type written 2.0', '[2.0,"x","Heartbeat",{}]', 'x', []],
    ['#133 X-R22: binary that is UTF-8', Buffer.from('[2,"x","Heartbeat",{}]'), 'x', ['binaryFrame']],
  ])('%s', async (_, data, id, flags) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    charger.send(data);
    expect(await charger.answerTo(id)).toEqual([3, id, { currentTime: expect.stringMatching(/Z$/) }]);
    expect(await flagsOf(chargeBoxId)).toEqual(Object.fromEntries(flags.map((name) => [name, 1])));
    await charger.close();
  });
});

describe('calls that are refused with a CALLERROR (OCPP-J 4.2.3)', () => {
  test.each([
    ['an id of 37 characters', 'i'.repeat(37), 'Heartbeat', {}, 'FormationViolation'],
    ['an action that is no text', 'x', 7, {}, 'FormationViolation'],
    ['an action that is null', 'x', null, {}, 'FormationViolation'],
    ['#119 X-R08: a payload that is a list', 'x', 'Heartbeat', [], 'FormationViolation'],
    ['#119 X-R08: a payload that is text', 'x', 'Heartbeat', '{}', 'FormationViolation'],
    ['a payload that is a number', 'x', 'StartTransaction', 1, 'FormationViolation'],
    ['#112 X-R01: an unknown action', 'x', 'MakeCoffee', {}, 'NotImplemented'],
    ['an action in another case', 'x', 'heartbeat', {}, 'NotImplemented'],
    ['an action of a later OCPP', 'x', 'TransactionEvent', {}, 'NotImplemented'],
    ['an action that objects have', 'x', '__proto__', {}, 'NotImplemented'],
    ['an action that objects inherit', 'x', 'constructor', {}, 'NotImplemented'],
    ['an empty action', 'x', '', {}, 'NotImplemented'],
    ['#113 X-R02: a call of the Central System', 'x', 'Reset', { type: 'Hard' }, 'NotSupported'],
    ['another one', 'x', 'RemoteStartTransaction', { idTag: 'A' }, 'NotSupported'],
    ['a missing field', 'x', 'BootNotification', { chargePointModel: 'M' }, 'ProtocolError'],
    [
      'a missing status',
      'x',
      'StatusNotification',
      { connectorId: 1, errorCode: 'NoError' },
      'ProtocolError',
    ],
    ['#115 X-R04: a missing tag', 'x', 'Authorize', {}, 'ProtocolError'],
    [
      'text for a number',
      'x',
      'StatusNotification',
      { ...status(1, 'Available'), connectorId: '1' },
      'TypeConstraintViolation',
    ],
    ['a number for text', 'x', 'Authorize', { idTag: 12 }, 'TypeConstraintViolation'],
    [
      'a negative connector',
      'x',
      'StatusNotification',
      status(-1, 'Available'),
      'PropertyConstraintViolation',
    ],
    [
      '#118 X-R07: a tag of 21 characters',
      'x',
      'Authorize',
      { idTag: 'x'.repeat(21) },
      'PropertyConstraintViolation',
    ],
  ])('%s', async (_, id, action, payload, code) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    charger.sendFrame(2, id, action, payload);
    expect(await charger.answerTo(id)).toEqual([4, id, code, expect.any(String), {}]);
    expect(await flagsOf(chargeBoxId)).toMatchObject({ refusedCall: 1 });
    expect((await charger.call('Heartbeat', {}))[0]).toBe(3);
    await charger.close();
  });

  test('an unknown field or a text that is too long is no reason to refuse (field: HICI, Schneider)', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const long = {
      ...boot(),
      chargePointVendor: 'V'.repeat(40),
      firmwareVersion: 'f'.repeat(60),
      colour: 'red',
    };
    expect((await charger.call('BootNotification', long))[2]).toMatchObject({ status: 'Accepted' });
    const odd = { ...status(1, 'Charging'), info: 'i'.repeat(500), errorCode: 'HouseOnFire' };
    expect((await charger.call('StatusNotification', odd))[2]).toEqual({});
    expect((await account.get(`/chargers/${chargeBoxId}`)).body).toMatchObject({
      connectors: [{ status: 'Charging', errorCode: 'OtherError' }],
    });
    await charger.close();
  });
});

describe('how much of it', () => {
  test('50 bad frames in a row close with 1002, and the charger can come back', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    for (let count = 0; count < 49; count += 1) charger.send('not a frame');
    expect((await charger.call('Heartbeat', {}))[0]).toBe(3);
    for (let count = 0; count < 50; count += 1) charger.send('not a frame');
    expect(await charger.closed).toMatchObject({ code: 1002 });
    const again = await RawCharger.connect(server.url, chargeBoxId);
    expect((await again.call('Heartbeat', {}))[0]).toBe(3);
    expect(await flagsOf(chargeBoxId)).toMatchObject({ badFrame: 99 });
    await again.close();
  });

  test('bad frames are counted across an eviction', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    for (let count = 0; count < 49; count += 1) charger.send('not a frame');
    await expect.poll(() => flagsOf(chargeBoxId)).toMatchObject({ badFrame: 49 });
    await server.evict('Charger', chargeBoxId.toLowerCase());
    charger.send('not a frame');
    expect(await charger.closed).toMatchObject({ code: 1002 });
  });

  test.each([
    ['text', (bytes: number) => `[2,"x","DataTransfer",{"vendorId":"${'v'.repeat(bytes - 36)}"}]`],
    [
      'text of two bytes a character',
      (bytes: number) => `[2,"x","DataTransfer",{"vendorId":"${'ü'.repeat(bytes / 2 - 17)}"}]`,
    ],
    ['binary', (bytes: number) => new Uint8Array(bytes).fill(0x20)],
  ])(
    '#136 X-R25: a frame of more than 1 MiB closes with 1009, and the charger can come back: %s',
    async (_, frameOf) => {
      const { chargeBoxId, charger } = await onlineCharger(account);
      charger.send(frameOf(1024 * 1024 + 2));
      expect(await charger.closed).toMatchObject({ code: 1009 });
      const again = await RawCharger.connect(server.url, chargeBoxId);
      expect((await again.call('Heartbeat', {}))[0]).toBe(3);
      expect((await account.get(`/chargers/${chargeBoxId}`)).body).toMatchObject({ isOnline: true });
      await again.close();
    },
  );

  test('a frame in fragments is one frame', async () => {
    const { charger } = await onlineCharger(account);
    charger.sendFragments('[2,"frag', 'ments","Heart', '', 'beat",{}]');
    expect(await charger.answerTo('fragments')).toMatchObject({ 0: 3 });
    await charger.close();
  });

  test('a StopTransaction of almost 1 MiB of samples is served', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const [, , started] = await charger.call('StartTransaction', start({}));
    const { transactionId } = started as { transactionId: number };
    const [sample] = meterValues(1, transactionId, '2025-01-15T10:45:00Z', 12_450).meterValue;
    const transactionData = Array.from({ length: 7_000 }, () => sample);
    const payload = { ...stop({ transactionId }), transactionData };
    expect(JSON.stringify(payload).length).toBeGreaterThan(850_000);
    expect((await charger.call('StopTransaction', payload))[0]).toBe(3);
    await expect.poll(() => transactionsOf(account, chargeBoxId)).toMatchObject([{ energyDelivered: 18.73 }]);
    await charger.close();
  });
});

describe('calls without waiting for the answers before', () => {
  test('are answered in the order of their arrival, though some wait for a look-up', async () => {
    const { charger } = await onlineCharger(account);
    const before = charger.frames.length;
    charger.sendFrame(2, 'p1', 'Authorize', { idTag: 'USER-001' });
    charger.sendFrame(2, 'p2', 'StatusNotification', status(1, 'Preparing'));
    charger.sendFrame(2, 'p3', 'StartTransaction', start({}));
    charger.sendFrame(2, 'p4', 'MeterValues', meterValues(1, undefined, '2025-01-15T10:40:00Z', 11_000));
    charger.sendFrame(2, 'p5', 'Heartbeat', {});
    await charger.answerTo('p5');
    expect(charger.frames.slice(before).map(([type, id]) => [type, id])).toEqual(
      ['p1', 'p2', 'p3', 'p4', 'p5'].map((id) => [3, id]),
    );
    await charger.close();
  });

  test('a frame that comes again, answered or not yet, is served once and answered alike', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    for (let count = 0; count < 3; count += 1) charger.sendFrame(2, 'again', 'StartTransaction', start({}));
    const first = await charger.answerTo('again');
    await charger.call('Heartbeat', {});
    charger.sendFrame(2, 'again', 'StartTransaction', start({}));
    await charger.call('Heartbeat', {});
    const answers = charger.frames.filter(([, id]) => id === 'again');
    expect(answers.length).toBeGreaterThan(1);
    for (const answer of answers) expect(answer).toEqual(first);
    await expect.poll(() => transactionsOf(account, chargeBoxId)).toHaveLength(1);
    await charger.close();
  });

  test('#130 X-R19: an id that comes again with another content is another call: counters restart (OCPP-J 4.2.1)', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    expect((await charger.call('StatusNotification', status(1, 'Preparing'), '1'))[0]).toBe(3);
    expect((await charger.call('StatusNotification', status(1, 'Charging'), '1'))[0]).toBe(3);
    expect((await charger.call('Heartbeat', {}, '1'))[2]).toHaveProperty('currentTime');
    expect((await account.get(`/chargers/${chargeBoxId}`)).body).toMatchObject({
      connectors: [{ status: 'Charging' }],
    });
    await charger.close();
  });
});

describe('a charger that is not accepted (OCPP 1.6 4.2)', () => {
  test.each(['Pending', 'Rejected'])(
    '#148 X-B01: %s: it boots, and all else is a SecurityError; accepted later it may charge',
    async (word) => {
      const chargeBoxId = unique('CP');
      await register(account, chargeBoxId, { registration: word });
      const charger = await RawCharger.connect(server.url, chargeBoxId);
      expect((await charger.call('BootNotification', boot()))[2]).toMatchObject({
        status: word,
        interval: 60,
      });
      for (const [action, payload] of [
        ['StartTransaction', start({})],
        ['StatusNotification', status(1, 'Available')],
        ['Authorize', { idTag: 'A' }],
      ] as const) {
        expect(await charger.call(action, payload)).toMatchObject({ 0: 4, 2: 'SecurityError' });
      }
      expect(await transactionsOf(account, chargeBoxId)).toEqual([]);
      await account.patch(`/chargers/${chargeBoxId}`, { registration: 'Accepted' });
      expect((await charger.call('BootNotification', boot()))[2]).toMatchObject({ status: 'Accepted' });
      expect((await charger.call('StartTransaction', start({})))[0]).toBe(3);
      await charger.close();
    },
  );
});
