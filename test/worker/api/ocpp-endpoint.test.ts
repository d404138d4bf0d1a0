import { createExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { handleCharger } from '../../../src/api/ocpp-endpoint.ts';
import { newAccount, newCharger, newChargeBoxId, ORIGIN } from '../../support/worker/api-client.ts';

const dial = (path: string, headers: Record<string, string> = {}) =>
  new Request(`${ORIGIN}${path}`, { headers: { Upgrade: 'websocket', ...headers } });

test('a request without an upgrade is 426 that says what to do, for any identity', async () => {
  for (const path of ['/ocpp', '/ocpp/', '/ocpp/CP-1', '/ocpp/%ZZ']) {
    const response = await exports.default.fetch(`${ORIGIN}${path}`);
    expect(response.status).toBe(426);
    expect(response.headers.get('Upgrade')).toBe('websocket');
    expect(await response.text()).toMatch(/WebSocket/);
  }
});

test.each(['/ocpp/%ZZ', '/ocpp/%FF', '/ocpp/a%00b', `/ocpp/${'x'.repeat(256)}`])(
  'a malformed identity is 400: %s',
  async (path) => {
    expect((await exports.default.fetch(dial(path))).status).toBe(400);
  },
);

test('an unknown identity is 404, and so is none (OCPP-J 3.1)', async () => {
  for (const path of [`/ocpp/${newChargeBoxId()}`, '/ocpp', '/ocpp/']) {
    expect((await exports.default.fetch(dial(path))).status).toBe(404);
  }
});

describe('a registered charger', () => {
  test('reaches its object in any spelling of its identity', async () => {
    const { chargeBoxId } = await newCharger(await newAccount());
    const response = await exports.default.fetch(dial(`/ocpp/${chargeBoxId.toLowerCase()}`));
    expect(response.status).toBe(101);
    response.webSocket?.accept();
    response.webSocket?.close();
  });

  test('without an identity in its path is known by its Basic user name (field: Grizzl-E)', async () => {
    const { chargeBoxId } = await newCharger(await newAccount());
    const response = await exports.default.fetch(
      dial('/ocpp/', { Authorization: `Basic ${btoa(`${chargeBoxId}:x`)}` }),
    );
    expect(response.status).toBe(101);
    response.webSocket?.accept();
    response.webSocket?.close();
  });
});

test('an object that cannot be reached is 503 with Retry-After', async () => {
  const CHARGER = new Proxy(env.CHARGER, {
    get: () => () => {
      throw new Error('reset');
    },
  });
  const response = await handleCharger(dial('/ocpp/CP-1'), { ...env, CHARGER }, createExecutionContext());
  expect(response.status).toBe(503);
  expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
});

test('chargers are served while a secret of the REST API is missing', async () => {
  const { ADMIN_TOKEN: _, ...withoutSecret } = env;
  const response = await handleCharger(
    dial(`/ocpp/${newChargeBoxId()}`),
    { ...withoutSecret, ADMIN_TOKEN: '' },
    createExecutionContext(),
  );
  expect(response.status).toBe(404);
});
