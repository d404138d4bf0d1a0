import { describe, expect, test } from 'vitest';
import { register, transactionsOf } from '../../support/account.ts';
import { boot, meterValues, start, status } from '../../support/charger-messages.ts';
import { flagsOf, readConnector, SOON } from '../../support/charger-view.ts';
import { onlineCharger } from '../../support/online-charger.ts';
import { RawCharger } from '../../support/raw-charger.ts';
import { newAccount, sharedServer, unique } from '../../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

/** Sends frames, then a heartbeat; gives what came back before the heartbeat's answer. */
async function answersTo(charger: RawCharger, ...frames: unknown[][]) {
  const before = charger.frames.length;
  for (const frame of frames) charger.sendFrame(...frame);
  expect((await charger.call('Heartbeat', {}, 'afterwards'))[0]).toBe(3);
  return charger.frames.slice(before).filter(([, id]) => id !== 'afterwards');
}

test('#116 X-R05: a connectorId that is text is a TypeConstraintViolation, and nothing changes', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  const answers = await answersTo(charger, [
    2,
    'x',
    'StatusNotification',
    { ...status(1, 'Faulted'), connectorId: 'x' },
  ]);
  expect(answers).toEqual([[4, 'x', 'TypeConstraintViolation', expect.any(String), {}]]);
  expect(await readConnector(account, chargeBoxId, 1)).toMatchObject({ status: 'Available' });
  expect(await flagsOf(account, chargeBoxId)).toEqual({ refusedCall: 1 });
  await charger.close();
});

describe('#121 X-R10: fields that nobody knows', () => {
  const withColour = [
    ['BootNotification', { ...boot(), colour: 'red' }],
    ['StartTransaction', { ...start({}), colour: 'red' }],
    ['MeterValues', { ...meterValues(1, undefined, '2025-01-15T10:40:00Z', 11_000), colour: 'red' }],
  ] as const;

  test('#121 X-R10: are taken no notice of, and flagged', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    for (const [action, payload] of withColour) expect((await charger.call(action, payload))[0]).toBe(3);
    expect(await flagsOf(account, chargeBoxId)).toMatchObject({ unknownField: 3 });
    await expect
      .poll(() => transactionsOf(account, chargeBoxId), SOON)
      .toMatchObject([{ status: 'in_progress', energyDelivered: 1 }]);
    await charger.close();
  });

  test('#121 X-R10: are a FormationViolation on a strict charger', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account, { settings: { strict: true } });
    for (const [action, payload] of withColour) {
      expect(await charger.call(action, payload)).toMatchObject({ 0: 4, 2: 'FormationViolation' });
    }
    expect(await transactionsOf(account, chargeBoxId)).toEqual([]);
    expect((await charger.call('StartTransaction', start({})))[0]).toBe(3);
    await charger.close();
  });
});

test('#122 X-R11: a list without an id, its type text, gets no answer and keeps the connection', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  expect(await answersTo(charger, ['2'])).toEqual([]);
  expect(await flagsOf(account, chargeBoxId)).toEqual({ badFrame: 1 });
  await charger.close();
});

test.each([5, 99])('#124 X-R13: message type %i is ignored', async (type) => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  expect(await answersTo(charger, [type, 'x', 'Heartbeat', {}])).toEqual([]);
  expect(await flagsOf(account, chargeBoxId)).toEqual({});
  await charger.close();
});

test('#128 X-R17: answers to calls that nobody made are ignored, and nothing is sent', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  const frames = [
    [3, 'nobody-asked', { status: 'Accepted' }],
    [4, 'nobody-asked', 'GenericError', '', {}],
  ];
  expect(await answersTo(charger, ...frames)).toEqual([]);
  expect(await flagsOf(account, chargeBoxId)).toEqual({ unknownAnswer: 2 });
  await charger.close();
});

test('#131 X-R20: five calls at once get five answers, in their order, each its own', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  const answers = await answersTo(
    charger,
    [2, 'a', 'StatusNotification', status(1, 'Preparing')],
    [2, 'b', 'Authorize', { idTag: 'USER-001' }],
    [2, 'c', 'StartTransaction', start({})],
    [2, 'd', 'MeterValues', meterValues(1, undefined, '2025-01-15T10:40:00Z', 11_000)],
    [2, 'e', 'StatusNotification', status(1, 'Charging')],
  );
  expect(answers).toEqual([
    [3, 'a', {}],
    [3, 'b', { idTagInfo: { status: 'Invalid' } }],
    [3, 'c', { transactionId: expect.any(Number), idTagInfo: { status: 'Invalid' } }],
    [3, 'd', {}],
    [3, 'e', {}],
  ]);
  await expect
    .poll(() => transactionsOf(account, chargeBoxId), SOON)
    .toMatchObject([{ status: 'in_progress', energyDelivered: 1 }]);
  expect(await readConnector(account, chargeBoxId, 1)).toMatchObject({ status: 'Charging' });
  await charger.close();
});

describe('#145 X-R34: error codes are spelled as OCPP 1.6 spells them', () => {
  test.each([
    ['NotImplemented', {}, 'Foo', {}],
    ['NotSupported', {}, 'Reset', { type: 'Hard' }],
    ['SecurityError', { registration: 'Pending' }, 'Heartbeat', {}],
    ['ProtocolError', {}, 'Authorize', {}],
    ['FormationViolation', {}, 'Heartbeat', []],
    ['PropertyConstraintViolation', {}, 'Authorize', { idTag: 'x'.repeat(21) }],
    [
      'OccurenceConstraintViolation',
      { settings: { strict: true } },
      'MeterValues',
      { connectorId: 1, meterValue: [] },
    ],
    ['TypeConstraintViolation', {}, 'Authorize', { idTag: 12 }],
  ])('#145 X-R34: %s', async (code, fields, action, payload) => {
    const chargeBoxId = unique('CP');
    await register(account, chargeBoxId, fields);
    const charger = await RawCharger.connect(server.url, chargeBoxId);
    await charger.call('BootNotification', boot());
    charger.sendFrame(2, 'x', action, payload);
    expect(await charger.answerTo('x')).toEqual([4, 'x', code, expect.any(String), {}]);
    await charger.close();
  });
});

test('#146 X-R35: a storage that fails inside a handler is an InternalError; sent again it is served, once', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  const alter = (sql: string) => server.objectRows('Charger', chargeBoxId.toLowerCase(), sql);
  await alter('ALTER TABLE transactions RENAME TO transactions_away');
  charger.sendFrame(2, 'x', 'StartTransaction', start({}));
  expect(await charger.answerTo('x')).toEqual([4, 'x', 'InternalError', expect.any(String), {}]);
  await alter('ALTER TABLE transactions_away RENAME TO transactions');
  charger.sendFrame(2, 'x', 'StartTransaction', start({}));
  expect(await charger.answerTo('x')).toMatchObject([3, 'x', { transactionId: expect.any(Number) }]);
  await expect.poll(() => transactionsOf(account, chargeBoxId), SOON).toHaveLength(1);
  // Nothing of the failed attempt comes later.
  await charger.call('Heartbeat', {});
  expect(await transactionsOf(account, chargeBoxId)).toHaveLength(1);
  await charger.close();
});
