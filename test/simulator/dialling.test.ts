import { describe, expect, test } from 'vitest';

import { useTestbed } from './testbed.ts';

const testbed = useTestbed();

describe('dialling', () => {
  test('dials until it is registered, at a steady pace, tells it waits once, and boots at once then', async () => {
    const { server, createCharger } = testbed();
    let isRegistered = false;
    server.setKnown(() => isRegistered);
    const charger = createCharger({
      dialUntilRegistered: true,
      network: { backOff: { firstMs: 600_000, longestMs: 600_000 }, steadyDialMs: 2 },
    });
    let told = 0;
    charger.on('event', (event) => {
      if (event.type === 'waitingForRegistration' || event.type === 'dialFailed') told += 1;
    });
    const ready = charger.connect();
    await server.until(() => (server.dials.length > 4 ? true : undefined));
    expect(server.calls).toEqual([]);
    isRegistered = true;
    await ready;
    expect(told).toBe(1);
    expect(charger.isOffline).toBe(false);
    expect(charger.connector(1)?.status).toBe('Available');
  });

  test('without that mode it backs off and says why', async () => {
    const { server, createCharger } = testbed();
    let isRegistered = false;
    server.setKnown(() => isRegistered);
    const charger = createCharger();
    const failed = charger.waitFor('dialFailed');
    const ready = charger.connect();
    expect(await failed).toMatchObject({ httpStatus: 404 });
    isRegistered = true;
    await ready;
  });

  test('sends its identity percent-encoded and its password as bytes (OCPP-J 3.1.1, 6.2)', async () => {
    const { server, createCharger } = testbed();
    const identity = 'ü/50% :1';
    const password = new Uint8Array([0, 58, 255, 16]);
    await createCharger({ identity, password }).connect();
    expect(server.dials).toEqual([identity]);
    expect(server.passwords.get(identity)).toEqual(Buffer.from(password));
  });

  test('reconnects without a boot when the server drops the socket (OCPP-J 5.4)', async () => {
    const { server, createCharger } = testbed();
    const charger = createCharger();
    await charger.connect();
    const again = charger.waitFor('connected');
    server.dropSocket('CP-OFFICE-01');
    await again;
    await charger.whenIdle();
    expect(server.actions()).toEqual(['BootNotification', 'StatusNotification', 'StatusNotification']);
    const third = charger.waitFor('connected');
    charger.dropSocket();
    await third;
    expect(server.paramsOf('BootNotification')).toHaveLength(1);
  });

  test('a Pending charger sends nothing but boots, after the interval it was given (OCPP 1.6 4.2)', async () => {
    const { server, clock, createCharger } = testbed();
    const currentTime = '2025-01-15T10:00:00Z';
    server.setAnswers({ BootNotification: () => ({ status: 'Pending', currentTime, interval: 60 }) });
    const charger = createCharger();
    const registered = charger.waitFor('registered');
    const ready = charger.connect();
    await registered;
    charger.plugIn(1);
    await charger.tap(1, 'CARD');
    clock.advance(59_000);
    expect(server.actions()).toEqual(['BootNotification']);
    server.setAnswers({ BootNotification: () => ({ status: 'Accepted', currentTime, interval: 60 }) });
    clock.advance(1000);
    await ready;
    await server.received('StartTransaction');
    expect(server.actions().slice(0, 4)).toEqual([
      'BootNotification',
      'BootNotification',
      'StatusNotification',
      'StatusNotification',
    ]);
  });

  test('many chargers live in one process, each with its own session', async () => {
    const { server, clock, createCharger } = testbed();
    const chargers = Array.from({ length: 40 }, (_, index) => createCharger({ identity: `CP-${index + 1}` }));
    await Promise.all(chargers.map((charger) => charger.connect()));
    for (const charger of chargers) charger.plugIn(1);
    await Promise.all(chargers.map((charger) => charger.tap(1, 'CARD')));
    await server.received('StartTransaction', 40);
    clock.advance(60_000);
    for (const charger of chargers) charger.stop(1);
    await Promise.all(chargers.map((charger) => charger.whenIdle()));
    expect(server.paramsOf('StopTransaction')).toHaveLength(40);
    expect(new Set(server.calls.map(({ identity }) => identity)).size).toBe(40);
  });
});

test('a frame that the official schemas forbid is reported as a violation', async () => {
  const { server, createCharger } = testbed();
  const charger = createCharger({ identity: 'WATCHFUL' });
  await charger.connect();
  const violation = charger.waitFor('violation');
  server.sendUnchecked('WATCHFUL', [2, 'bad', 'Reset', { type: 'Medium' }]);
  expect((await violation).description).toContain('Reset');
  testbed().forgiveViolations();
});
