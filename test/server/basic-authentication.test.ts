import { describe, expect, test } from 'vitest';
import { register } from '../support/account.ts';
import { ChargePoint } from '../support/charge-point.ts';
import { boot, status } from '../support/charger-messages.ts';
import { basic, shakeHands } from '../support/handshake.ts';
import { newAccount, sharedServer, unique } from '../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);
const HEX_KEY = '00ff3a0d0a112233445566778899aabbccddeeff';

async function dial(chargeBoxId: string, authorization?: string, address?: string) {
  return shakeHands(server.url, `/ocpp/${encodeURIComponent(chargeBoxId)}`, {
    'Sec-WebSocket-Protocol': 'ocpp1.6',
    ...(address !== undefined && { 'CF-Connecting-IP': address }),
    ...(authorization !== undefined && { Authorization: authorization }),
  });
}

async function newCharger(fields: Record<string, unknown>, chargeBoxId = unique('CP')): Promise<string> {
  await register(account, chargeBoxId, fields);
  return chargeBoxId;
}

describe('Basic authentication (security profile 1)', () => {
  test('a password at the registration makes profile 1; the right one is let in', async () => {
    const chargeBoxId = unique('CP');
    expect(await register(account, chargeBoxId, { password: 'correct horse battery' })).toMatchObject({
      securityProfile: 1,
    });
    expect((await dial(chargeBoxId, basic(chargeBoxId, 'correct horse battery'))).status).toBe(101);
  });

  test.each([
    ['#88 X-T11: a wrong password', (id: string) => basic(id, 'correct horse batterx')],
    ['an empty password', (id: string) => basic(id, '')],
    ['no header', () => undefined],
    ['#89 X-T12: another user name', () => basic('somebody', 'correct horse battery')],
    ['no colon', (id: string) => `Basic ${Buffer.from(id).toString('base64')}`],
    ['no base64', () => 'Basic !!!'],
    ['another scheme', () => 'Bearer correct-horse-battery'],
  ])('%s is 401 with a challenge, and the answer does not say which part was wrong', async (_, header) => {
    const chargeBoxId = await newCharger({ password: 'correct horse battery' });
    const refused = await dial(chargeBoxId, header(chargeBoxId));
    expect(refused.status).toBe(401);
    expect(refused.headers['www-authenticate']).toBe('Basic realm="ocpp"');
    expect(refused.body).toBe(
      'User name or password is missing or wrong. The user name is the chargeBoxId.\n',
    );
    expect(refused.headers).not.toHaveProperty('upgrade');
  });

  test('#91 X-T14: the scheme and the user name are compared without case', async () => {
    const chargeBoxId = await newCharger({ password: 'correct horse battery' });
    const header = basic(chargeBoxId.toLowerCase(), 'correct horse battery').replace('Basic', 'basic');
    expect((await dial(chargeBoxId, header)).status).toBe(101);
  });

  test('a key set as hex is taken as its bytes and as its text', async () => {
    const chargeBoxId = await newCharger({ password: HEX_KEY });
    const header = (password: string | Uint8Array) => basic(chargeBoxId, password);
    expect((await dial(chargeBoxId, header(Buffer.from(HEX_KEY, 'hex')))).status).toBe(101);
    expect((await dial(chargeBoxId, header(HEX_KEY))).status).toBe(101);
    expect((await dial(chargeBoxId, header(HEX_KEY.toUpperCase()))).status).toBe(101);
    expect((await dial(chargeBoxId, header(HEX_KEY.slice(0, 38)))).status).toBe(401);
  });

  test('#92 X-T15: a password may be any bytes', async () => {
    const password = Uint8Array.from([0, 255, 58, 128, 10, 13, 58, 200, 1, 2, 3, 4, 5, 6, 7, 8]);
    const chargeBoxId = await newCharger({ password: { base64: Buffer.from(password).toString('base64') } });
    expect((await dial(chargeBoxId, basic(chargeBoxId, password))).status).toBe(101);
    expect((await dial(chargeBoxId, basic(chargeBoxId, password.with(15, 9)))).status).toBe(401);
  });

  test('#94 X-T17: an identity with a colon is told from its password', async () => {
    const chargeBoxId = await newCharger({ password: 'pass:word with colons' }, `x:y-${unique('CP')}`);
    expect((await dial(chargeBoxId, basic(chargeBoxId, 'pass:word with colons'))).status).toBe(101);
    expect((await dial(chargeBoxId, basic('x', 'pass:word with colons'))).status).toBe(401);
  });

  test('a charger of profile 0 is let in with whatever it sends', async () => {
    const chargeBoxId = await newCharger({ securityProfile: 0, password: 'correct horse battery' });
    expect((await dial(chargeBoxId, basic('nobody', 'nothing'))).status).toBe(101);
    expect((await dial(chargeBoxId)).status).toBe(101);
  });

  test('#74 TC_085_CSMS without the password there is no upgrade; with it a third party’s charger boots', async () => {
    const password = 'correct horse battery';
    const chargeBoxId = await newCharger({ password });
    await expect(ChargePoint.connect(server.url, chargeBoxId)).rejects.toThrow('Unauthorized');
    const charger = await ChargePoint.connect(server.url, chargeBoxId, password);
    expect(await charger.call('BootNotification', boot())).toMatchObject({ status: 'Accepted' });
    expect(await charger.call('StatusNotification', status(1, 'Available'))).toEqual({});
    await charger.close();
  });

  test('a generated password is shown once and lets a third party’s charger in', async () => {
    const chargeBoxId = unique('CP');
    const { password } = await register(account, chargeBoxId, { generatePassword: true });
    expect(password).toMatch(/^[0-9a-f]{40}$/);
    const charger = await ChargePoint.connect(server.url, chargeBoxId, String(password));
    expect(await charger.call('Heartbeat', {})).toHaveProperty('currentTime');
    await charger.close();
    const shown = await account.get(`/chargers/${chargeBoxId}`);
    expect(shown.body).toMatchObject({ hasPassword: true });
    expect(JSON.stringify(shown.body)).not.toContain(String(password));
    await expect(ChargePoint.connect(server.url, chargeBoxId, 'wrong')).rejects.toThrow('Unauthorized');
  });

  test('a changed password counts from then on, also after an eviction; the old one does not', async () => {
    const chargeBoxId = await newCharger({ password: 'the first password' });
    await account.patch(`/chargers/${chargeBoxId}`, { password: 'the second password' });
    await server.evict('Charger', chargeBoxId.toLowerCase());
    expect((await dial(chargeBoxId, basic(chargeBoxId, 'the first password'))).status).toBe(401);
    expect((await dial(chargeBoxId, basic(chargeBoxId, 'the second password'))).status).toBe(101);
  });

  test('#100 X-T23: after ten wrong passwords an address waits for that charger, and nobody else does', async () => {
    const password = 'correct horse battery';
    const [chargeBoxId, other] = [await newCharger({ password }), await newCharger({ password })];
    for (let attempt = 0; attempt < 10; attempt += 1) {
      expect((await dial(chargeBoxId, basic(chargeBoxId, 'wrong'), '192.0.2.66')).status).toBe(401);
    }
    const { status, headers } = await dial(chargeBoxId, basic(chargeBoxId, password), '192.0.2.66');
    expect(status).toBe(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect((await dial(chargeBoxId, basic(chargeBoxId, password), '192.0.2.67')).status).toBe(101);
    expect((await dial(other, basic(other, password), '192.0.2.66')).status).toBe(101);
  });
});
