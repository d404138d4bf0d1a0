import { describe, expect, test } from 'vitest';
import { register, transactionsOf } from '../support/account.ts';
import { start, status } from '../support/charger-messages.ts';
import { onlineCharger } from '../support/online-charger.ts';
import { newAccount, sharedServer, unique } from '../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

const remoteStart = (chargeBoxId: string, fields: Record<string, unknown> = {}) =>
  account.post('/transactions/start', { chargeBoxId, connectorId: 1, idTag: 'USER-001', ...fields });

async function read(chargeBoxId: string) {
  return (await account.get(`/chargers/${chargeBoxId}`)).body;
}

describe('a remote start and the charger’s answer', () => {
  test.each(['Accepted', 'Rejected'])('%s is 202 with the charger’s word', async (word) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const answer = remoteStart(chargeBoxId);
    const call = await charger.nextCall();
    expect(call).toEqual({
      id: expect.stringMatching(/^cmd_\w+$/),
      action: 'RemoteStartTransaction',
      payload: { connectorId: 1, idTag: 'USER-001' },
    });
    charger.sendFrame(3, call.id, { status: word });
    expect(await answer).toMatchObject({
      status: 202,
      body: { status: word, commandId: call.id, chargeBoxId },
    });
    await charger.close();
  });

  test.each([
    [['NotSupported', 'no such thing', {}], { code: 'NotSupported', description: 'no such thing' }],
    [['OccurrenceConstraintViolation', ''], { code: 'OccurrenceConstraintViolation', description: '' }],
    [['HouseOnFire', 'a code of its own', null], { code: 'HouseOnFire', description: 'a code of its own' }],
    [['GenericError'], { code: 'GenericError', description: '' }],
  ])('the CALLERROR %j is 202 CallError', async (error, expected) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const answer = remoteStart(chargeBoxId);
    charger.sendFrame(4, (await charger.nextCall()).id, ...error);
    expect(await answer).toMatchObject({ status: 202, body: { status: 'CallError', error: expected } });
    await charger.close();
  });

  test.each([{}, { status: 'Maybe' }, null, 'Accepted'])(
    'the answer %j is 202 InvalidAnswer',
    async (payload) => {
      const { chargeBoxId, charger } = await onlineCharger(account);
      const answer = remoteStart(chargeBoxId);
      charger.sendFrame(3, (await charger.nextCall()).id, payload);
      expect(await answer).toMatchObject({ status: 202, body: { status: 'InvalidAnswer' } });
      expect((await charger.call('Heartbeat', {}))[0]).toBe(3);
      await charger.close();
    },
  );

  test('no answer in time is 504; a late one is flagged and not taken for the next command’s', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const unanswered = remoteStart(chargeBoxId, { timeoutSeconds: 1 });
    const first = await charger.nextCall();
    expect(await unanswered).toMatchObject({
      status: 504,
      body: {
        success: false,
        error: { code: 'TIMEOUT', details: { commandId: first.id, timeoutSeconds: 1 } },
      },
    });
    const answer = remoteStart(chargeBoxId);
    const second = await charger.nextCall();
    charger.sendFrame(3, first.id, { status: 'Rejected' });
    await charger.call('Heartbeat', {});
    charger.sendFrame(3, second.id, { status: 'Accepted' });
    expect(await answer).toMatchObject({ status: 202, body: { status: 'Accepted', commandId: second.id } });
    expect(await read(chargeBoxId)).toMatchObject({ flags: { lateAnswer: { count: 1 } } });
    await charger.close();
  });

  test('no answer in time is 504 though the object loses its memory of who waits for others', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await server.evict('Charger', chargeBoxId.toLowerCase());
    expect(await remoteStart(chargeBoxId, { timeoutSeconds: 1 })).toMatchObject({ status: 504 });
    await charger.close();
  });

  test('answers to calls that nobody made change nothing and are flagged', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    charger.sendFrame(3, 'nobody-asked', { status: 'Accepted' });
    charger.sendFrame(4, 'nobody-asked', 'GenericError', '', {});
    expect((await charger.call('Heartbeat', {}))[0]).toBe(3);
    expect(await read(chargeBoxId)).toMatchObject({ flags: { unknownAnswer: { count: 2 } } });
    await charger.close();
  });
});

describe('a second answer to the same call', () => {
  test('changes nothing and is flagged', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const answer = remoteStart(chargeBoxId);
    const { id } = await charger.nextCall();
    charger.sendFrame(3, id, { status: 'Rejected' });
    charger.sendFrame(3, id, { status: 'Accepted' });
    charger.sendFrame(4, id, 'GenericError', '', {});
    expect(await answer).toMatchObject({ body: { status: 'Rejected' } });
    await charger.call('Heartbeat', {});
    const rows = await server.objectRows(
      'Charger',
      chargeBoxId.toLowerCase(),
      `SELECT data ->> '$.state' AS state, data ->> '$.answer.status' AS status FROM commands`,
    );
    expect(rows).toEqual([{ state: 'answered', status: 'Rejected' }]);
    expect(await read(chargeBoxId)).toMatchObject({ flags: { unknownAnswer: { count: 2 } } });
    await charger.close();
  });
});

describe('calls that cross (OCPP-J 4.1.1)', () => {
  test('#140 X-R29: the charger’s calls are answered at once while ours is outstanding, and begin its transaction', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const answer = remoteStart(chargeBoxId);
    const { id } = await charger.nextCall();
    expect((await charger.call('StatusNotification', status(1, 'Preparing')))[2]).toEqual({});
    const authorized = await charger.call('Authorize', { idTag: 'USER-001' });
    expect(authorized[2]).toMatchObject({ idTagInfo: { status: 'Accepted' } });
    const [, , started] = await charger.call('StartTransaction', start({}));
    expect(started).toMatchObject({ idTagInfo: { status: 'Accepted' } });
    charger.sendFrame(3, id, { status: 'Accepted' });
    expect(await answer).toMatchObject({ status: 202, body: { status: 'Accepted' } });
    await expect
      .poll(() => transactionsOf(account, chargeBoxId))
      .toMatchObject([{ remoteStarted: true, authorizationStatus: 'Accepted' }]);
    await charger.close();
  });

  test('#137 X-R26: two remote starts go out one after the other, in order, each to its own caller', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account, { connectors: [1, 2] });
    const first = remoteStart(chargeBoxId, { idTag: 'FIRST' });
    const one = await charger.nextCall();
    const second = remoteStart(chargeBoxId, { connectorId: 2, idTag: 'SECOND' });
    await expect
      .poll(() =>
        server.objectRows('Charger', chargeBoxId.toLowerCase(), 'SELECT 1 FROM commands WHERE is_open'),
      )
      .toHaveLength(2);
    // Had the second one been sent, it would have come before this answer.
    await charger.call('Heartbeat', {});
    expect(charger.frames.filter(([type]) => type === 2)).toHaveLength(1);
    charger.sendFrame(3, one.id, { status: 'Rejected' });
    expect(await first).toMatchObject({ body: { status: 'Rejected', commandId: one.id, idTag: 'FIRST' } });
    const two = await charger.nextCall();
    expect(two.payload).toEqual({ connectorId: 2, idTag: 'SECOND' });
    charger.sendFrame(3, two.id, { status: 'Accepted' });
    expect(await second).toMatchObject({ body: { status: 'Accepted', commandId: two.id, idTag: 'SECOND' } });
    await charger.close();
  });
});

describe('a remote start that is not sent', () => {
  test('is 503 while the charger is offline', async () => {
    const chargeBoxId = unique('CP');
    await register(account, chargeBoxId);
    expect(await remoteStart(chargeBoxId)).toMatchObject({
      status: 503,
      body: { error: { code: 'SERVICE_UNAVAILABLE', message: expect.stringContaining('is offline') } },
    });
  });

  test('is 404 for a connector that the charger has not reported, naming those it has', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account, { connectors: [0, 1, 2] });
    expect(await remoteStart(chargeBoxId, { connectorId: 3 })).toMatchObject({
      status: 404,
      body: { error: { message: expect.stringContaining('1, 2'), details: { knownConnectors: [1, 2] } } },
    });
    expect(charger.frames.filter(([type]) => type === 2)).toEqual([]);
    await charger.close();
  });

  test.each([
    [{ connectorId: 0 }, 'connectorId'],
    [{ idTag: 'x'.repeat(21) }, 'idTag'],
    [{ idTag: '' }, 'idTag'],
  ])('#196 X-X27: is 400 with %j', async (fields, field) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    expect(await remoteStart(chargeBoxId, fields)).toMatchObject({
      status: 400,
      body: { error: { code: 'VALIDATION_ERROR', details: [{ field, in: 'body' }] } },
    });
    expect(charger.frames.filter(([type]) => type === 2)).toEqual([]);
    await charger.close();
  });

  test.each(['Pending', 'Rejected'])('is 409 while the registration is %s', async (registration) => {
    const { chargeBoxId, charger } = await onlineCharger(account, { registration, connectors: [] });
    expect(await remoteStart(chargeBoxId)).toMatchObject({
      status: 409,
      body: { error: { code: 'CONFLICT' } },
    });
    expect((await charger.call('Heartbeat', {}))[2]).toBe('SecurityError');
    expect(charger.frames.filter(([type]) => type === 2)).toEqual([]);
    await charger.close();
  });
});

describe('a remote start without all fields', () => {
  test('names the only connector, and leaves the choice where there are several', async () => {
    for (const [connectors, payload] of [
      [[0, 1], { connectorId: 1, idTag: 'CAPACITOR' }],
      [[1, 2], { idTag: 'CAPACITOR' }],
    ] as const) {
      const { chargeBoxId, charger } = await onlineCharger(account, { connectors: [...connectors] });
      const answer = account.post('/transactions/start', { chargeBoxId });
      const call = await charger.nextCall();
      expect(call.payload).toEqual(payload);
      charger.sendFrame(3, call.id, { status: 'Accepted' });
      expect(await answer).toMatchObject({ status: 202, body: { idTag: 'CAPACITOR' } });
      await charger.close();
    }
  });
});

describe('a connection that is lost', () => {
  test('before the charger answered is 503 connectionLost, and nothing is sent again', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const answer = remoteStart(chargeBoxId);
    const { id } = await charger.nextCall();
    await charger.terminate();
    expect(await answer).toMatchObject({
      status: 503,
      body: {
        error: { message: expect.stringContaining('lost its connection'), details: { commandId: id } },
      },
    });
  });

  test('takes those in the queue with it, all but the transaction that has begun', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await charger.call('StartTransaction', start({}));
    const first = remoteStart(chargeBoxId);
    await charger.nextCall();
    const second = remoteStart(chargeBoxId);
    await expect
      .poll(() =>
        server.objectRows('Charger', chargeBoxId.toLowerCase(), 'SELECT 1 FROM commands WHERE is_open'),
      )
      .toHaveLength(2);
    await charger.terminate();
    expect((await first).status).toBe(503);
    expect((await second).status).toBe(503);
    await expect.poll(() => transactionsOf(account, chargeBoxId)).toMatchObject([{ status: 'in_progress' }]);
  });
});
