import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { SOON } from '../../support/charger-view.ts';
import { SILENCE } from '../../support/charge-point.ts';
import { basic, shakeHands } from '../../support/handshake.ts';
import { onlineCharger } from '../../support/online-charger.ts';
import { newAccount, sharedServer, startServer } from '../../support/server.ts';
import { Station } from '../../support/station.ts';

const server = sharedServer();
const account = await newAccount(server);
const OLD = 'the old password';
const NEW = '00112233445566778899aabbccddeeff';

const Sent = z.strictObject({ key: z.literal('AuthorizationKey'), value: z.string() });

/** A charger of security profile 1 that knows the old password, and answers the change so. */
async function rotating(answer: Parameters<Station['on']>[1]): Promise<Station> {
  const station = await Station.connected(account, { password: OLD });
  await station.call('Heartbeat', {});
  station.on('ChangeConfiguration', answer);
  return station;
}

/** The HTTP status of a handshake with this password. */
async function dial({ chargeBoxId }: Station, password: string | Uint8Array): Promise<number> {
  const headers = {
    'Sec-WebSocket-Protocol': 'ocpp1.6',
    Authorization: basic(chargeBoxId, password),
  };
  return (await shakeHands(server.url, `/ocpp/${chargeBoxId}`, headers)).status;
}

/** Waits until its latest command has left. */
async function untilSent(station: Station): Promise<void> {
  await expect.poll(() => station.lastCommand(), SOON).toMatchObject({ state: 'sent' });
}

/** What the charger was told. */
function toldKey(station: Station): string {
  return Sent.parse(station.received.at(-1)?.payload).value;
}

test('#63 TC_073_CSMS, #95 X-T18 an accepted password goes out in hex, counts at once and alone, and its version changes', async () => {
  const station = await rotating(() => ({ status: 'Accepted' }));
  const before = await station.read();
  expect(before).toMatchObject({ hasPassword: true, isPasswordChanging: false });
  const answer = await station.order('password', { password: 'correct battery!' });
  expect(answer).toMatchObject({ status: 200, body: { status: 'Accepted' } });
  expect(answer.body).not.toHaveProperty('password');
  await station.drop();
  expect(toldKey(station)).toBe(Buffer.from('correct battery!').toString('hex'));
  expect(await dial(station, OLD)).toBe(401);
  expect(await dial(station, 'correct battery!')).toBe(101);
  await station.connect(toldKey(station));
  expect(await station.call('Heartbeat', {})).toHaveProperty('currentTime');
  const after = z.looseObject({ passwordChangedAt: z.string() });
  expect(after.parse(await station.read()).passwordChangedAt > after.parse(before).passwordChangedAt).toBe(
    true,
  );
  await station.close('ChangeConfiguration');
});

test('a generated password is 40 hex digits, shown in this answer alone', async () => {
  const station = await rotating(() => ({ status: 'Accepted' }));
  const answer = await station.order('password', { generate: true });
  const { password } = z.looseObject({ password: z.string().regex(/^[0-9a-f]{40}$/) }).parse(answer.body);
  await station.drop();
  expect(toldKey(station)).toBe(password);
  expect(await dial(station, Buffer.from(password, 'hex'))).toBe(101);
  const shown = await Promise.all(
    ['', '/commands', '/messages', '/configuration'].map((path) =>
      account.get(`/chargers/${station.chargeBoxId}${path}`),
    ),
  );
  expect(JSON.stringify(shown.map(({ body }) => body))).not.toContain(password);
});

test.each(['Rejected', 'NotSupported'])(
  'a password that the charger answers with %s is not shown and never counts',
  async (status) => {
    const station = await rotating(() => ({ status }));
    const answer = await station.order('password', { generate: true });
    expect(answer).toMatchObject({ status: 200, body: { status } });
    expect(answer.body).not.toHaveProperty('password');
    await station.drop();
    expect(await dial(station, toldKey(station))).toBe(401);
    expect(await dial(station, OLD)).toBe(101);
    expect(await station.read()).toMatchObject({ isPasswordChanging: false });
  },
);

describe.each([
  ['the old one', OLD, NEW],
  ['the new one', NEW, OLD],
])('#97 X-T20 both passwords count until a login with %s, then only that', (_which, used, other) => {
  test.each([
    ['the socket dies', 'drop'],
    ['no answer comes', 'silence'],
    ['a CALLERROR comes', 'error'],
    ['the answer is RebootRequired', 'reboot'],
  ])('when %s', async (_how, how) => {
    const station = await Station.connected(account, { password: OLD });
    await station.call('Heartbeat', {});
    station.on(
      'ChangeConfiguration',
      how === 'reboot'
        ? () => ({ status: 'RebootRequired' })
        : how === 'error'
          ? () => Promise.reject(new Error('I cannot'))
          : SILENCE,
    );
    const asking = station.order('password', { password: NEW, timeoutSeconds: how === 'silence' ? 1 : 30 });
    if (how === 'drop') {
      await untilSent(station);
      await station.drop();
    }
    expect((await asking).status).toBe({ drop: 503, silence: 504, error: 200, reboot: 200 }[how]);
    expect(await station.read()).toMatchObject({ isPasswordChanging: true });
    if (how !== 'drop') await station.drop();
    await server.evict('Charger', station.chargeBoxId.toLowerCase());
    expect(await dial(station, 'neither of the two')).toBe(401);
    expect(await dial(station, used)).toBe(101);
    expect(await dial(station, other)).toBe(401);
    expect(await dial(station, used)).toBe(101);
    expect(await station.read()).toMatchObject({ isPasswordChanging: false });
  });
});

test('a charger that takes the new password and comes back before its old socket is missed gets in', async () => {
  const station = await rotating(SILENCE);
  const asking = station.order('password', { password: NEW });
  await untilSent(station);
  expect(await dial(station, NEW)).toBe(101);
  expect((await asking).status).toBe(503);
  expect(await dial(station, OLD)).toBe(401);
});

test('a late answer settles it: Accepted makes the new one count alone', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account, { securityProfile: 0, password: OLD });
  const asking = account.post(`/chargers/${chargeBoxId}/password`, { password: NEW, timeoutSeconds: 1 });
  const { id } = await charger.nextCall();
  expect((await asking).status).toBe(504);
  const read = async () => (await account.get(`/chargers/${chargeBoxId}`)).body;
  expect(await read()).toMatchObject({ isPasswordChanging: true });
  charger.sendFrame(3, id, { status: 'Accepted' });
  await expect.poll(read, SOON).toMatchObject({ isPasswordChanging: false });
  await charger.close();
  await account.patch(`/chargers/${chargeBoxId}`, { securityProfile: 1 });
  const headers = (password: string) => ({ Authorization: basic(chargeBoxId, password) });
  const status = async (password: string) =>
    (await shakeHands(server.url, `/ocpp/${chargeBoxId}`, headers(password))).status;
  expect(await status(OLD)).toBe(401);
  expect(await status(NEW)).toBe(101);
});

test('the raw route changes who is let in just the same', async () => {
  const station = await rotating(() => ({ status: 'Accepted' }));
  const payload = { key: 'authorizationKEY', value: NEW };
  const answer = await station.order('commands', { action: 'ChangeConfiguration', payload });
  expect(answer).toMatchObject({ status: 200, body: { status: 'Accepted' } });
  await station.drop();
  expect(await dial(station, OLD)).toBe(401);
  expect(await dial(station, NEW)).toBe(101);
  const commands = await account.get(`/chargers/${station.chargeBoxId}/commands`);
  expect(JSON.stringify([answer.body, commands.body])).not.toContain(NEW);
});

test('what is set with PATCH counts alone, whatever was told before and not answered', async () => {
  const station = await rotating(() => ({ status: 'RebootRequired' }));
  await station.order('password', { password: NEW });
  await account.patch(`/chargers/${station.chargeBoxId}`, { password: 'a third password' });
  await station.drop();
  expect(await dial(station, NEW)).toBe(401);
  expect(await dial(station, OLD)).toBe(401);
  expect(await dial(station, 'a third password')).toBe(101);
});

test('a charger of security profile 0 may get its first password over OCPP', async () => {
  const station = await Station.connected(account);
  expect(await station.read()).toMatchObject({ hasPassword: false, passwordChangedAt: null });
  await station.order('password', { password: NEW });
  expect(await station.read()).toMatchObject({ hasPassword: true, securityProfile: 0 });
  await station.close('ChangeConfiguration');
});

test.each([
  ['fewer than 16 bytes', { password: 'too short' }],
  ['more than 20 bytes', { password: 'a password of far too many bytes' }],
  ['both ways', { password: NEW, generate: true }],
  ['neither way', {}],
])('a password given with %s is 400, and nothing is sent', async (_what, body) => {
  const station = await Station.connected(account, { settings: { allowShortPassword: true } });
  expect(await station.order('password', body)).toMatchObject({ status: 400 });
  await station.close();
});

test('an offline charger is 503, and nothing waits for it', async () => {
  const station = await Station.connected(account);
  await station.close();
  await expect.poll(() => station.read(), SOON).toMatchObject({ isOnline: false });
  expect(await station.order('password', { generate: true })).toMatchObject({ status: 503 });
  expect(await station.read()).toMatchObject({ isPasswordChanging: false });
});

test('#325 X-U12 no password that was told is in any file of the server, in text or as bytes', async () => {
  const own = await startServer();
  try {
    const owner = await newAccount(own);
    const station = await Station.connected(owner);
    const answers = [
      await station.order('password', { password: NEW }),
      await station.order('password', { generate: true }),
      await station.order('configuration/change', {
        key: 'AuthorizationKey',
        value: NEW.replaceAll('0', '9'),
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await station.close('ChangeConfiguration', 'ChangeConfiguration', 'ChangeConfiguration');
    const told = station.received.map(({ payload }) => Sent.parse(payload).value);
    await own.stop();
    const files = await readdir(own.dataFolder, { recursive: true, withFileTypes: true });
    const stored = await Promise.all(
      files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name))),
    );
    const all = Buffer.concat(stored);
    expect(all.includes('AuthorizationKey')).toBe(true);
    for (const secret of told) {
      expect(all.includes(secret)).toBe(false);
      expect(all.includes(secret.toUpperCase())).toBe(false);
      expect(all.includes(Buffer.from(secret, 'hex'))).toBe(false);
    }
  } finally {
    await own.remove();
  }
});
