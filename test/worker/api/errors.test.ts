import { createExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../../src/api/app.ts';
import {
  answerOf,
  callApi,
  errorOf,
  newAccount,
  newChargeBoxId,
  requestOf,
  type TestAccount,
} from '../../support/worker/api-client.ts';

const CHARGERS = '/api/v1/chargers';

let account: TestAccount;

beforeAll(async () => {
  account = await newAccount();
});

describe('a request that breaks a rule is answered with 400 VALIDATION_ERROR that names the field', () => {
  test('an unknown field of the body is an error, not a silence', async () => {
    const answer = await account.call('POST', CHARGERS, { chargeBoxId: newChargeBoxId(), nmae: 'x' });
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toMatchObject({
      code: 'VALIDATION_ERROR',
      message: expect.stringContaining('nmae'),
      details: [{ field: 'nmae', in: 'body', rule: 'unknown_field' }],
    });
  });

  test('an unknown nested field is named by its path', async () => {
    const answer = await account.call('POST', CHARGERS, {
      chargeBoxId: newChargeBoxId(),
      settings: { strikt: true },
    });
    expect(errorOf(answer).details).toMatchObject([{ field: 'settings.strikt', rule: 'unknown_field' }]);
  });

  test('an unknown query parameter is an error too', async () => {
    const answer = await account.call('GET', `${CHARGERS}?stauts=online`);
    expect(answer.status).toBe(400);
    expect(errorOf(answer).details).toMatchObject([{ field: 'stauts', in: 'query', rule: 'unknown_field' }]);
  });

  test('a missing field is named as required', async () => {
    const answer = await account.call('POST', CHARGERS, {});
    expect(errorOf(answer).details).toMatchObject([{ field: 'chargeBoxId', rule: 'required' }]);
  });

  test('every broken rule is named at once', async () => {
    const answer = await account.call('POST', CHARGERS, { chargeBoxId: 7, securityProfile: 9, labels: 'x' });
    expect(errorOf(answer).details).toMatchObject([
      { field: 'chargeBoxId', rule: 'invalid_type' },
      { field: 'securityProfile', rule: 'too_big' },
      { field: 'labels', rule: 'invalid_type' },
    ]);
  });

  test.each(['{"chargeBoxId":', 'chargeBoxId', '{"a":1}}'])('malformed JSON: %s', async (body) => {
    const answer = await account.call('POST', CHARGERS, body);
    expect(answer.status).toBe(400);
    expect(errorOf(answer).details).toMatchObject([{ field: 'body', rule: 'malformed_json' }]);
  });

  test('a body that is not declared as JSON', async () => {
    const answer = await callApi('POST', CHARGERS, {
      key: account.key,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: '{"chargeBoxId":"X"}',
    });
    expect(answer.status).toBe(400);
    expect(errorOf(answer).details).toMatchObject([{ field: 'Content-Type', in: 'header' }]);
  });

  test('a path parameter of the wrong kind', async () => {
    const answer = await account.call('GET', `${CHARGERS}/X/connectors/one/status`);
    expect(answer.status).toBe(400);
    expect(errorOf(answer).details).toMatchObject([
      { field: 'connectorId', in: 'path', rule: 'invalid_type' },
    ]);
  });
});

test('a body larger than 256 KB is 413 PAYLOAD_TOO_LARGE', async () => {
  const answer = await account.call('POST', CHARGERS, { chargeBoxId: 'x'.repeat(256 * 1024) });
  expect(answer.status).toBe(413);
  expect(errorOf(answer).code).toBe('PAYLOAD_TOO_LARGE');
});

test('an unknown route is 404 in the one error shape, with a request id', async () => {
  const answer = await answerOf(await exports.default.fetch(requestOf('GET', '/api/v1/nothing')));
  expect(answer.status).toBe(404);
  expect(errorOf(answer)).toMatchObject({ code: 'NOT_FOUND', requestId: answer.headers.get('X-Request-Id') });
});

test('each answer has a request id of its own', async () => {
  const [first, second] = await Promise.all([account.call('GET', CHARGERS), account.call('GET', CHARGERS)]);
  const ids = [first, second].map((answer) => answer.headers.get('X-Request-Id'));
  expect(ids).toEqual([
    expect.stringMatching(/^req_[0-9a-f]{32}$/),
    expect.stringMatching(/^req_[0-9a-f]{32}$/),
  ]);
  expect(ids[0]).not.toBe(ids[1]);
});

describe('with a part of the instance broken', () => {
  const app = createApp();
  const ask = async (method: string, path: string, changed: object, body?: unknown) =>
    answerOf(
      await app.fetch(
        requestOf(method, path, { key: account.key, body }),
        { ...env, ...changed },
        createExecutionContext(),
      ),
    );
  const brokenDatabase = {
    DB: {
      prepare: () => {
        throw new Error('D1_ERROR: secret table name');
      },
    },
  };
  const brokenObjects = {
    CHARGER: {
      getByName: () => ({
        describe: () => Promise.reject(new Error('Durable Object reset')),
        presence: () => Promise.reject(new Error('Durable Object reset')),
      }),
    },
  };

  test('a database that does not answer is 503 with Retry-After, without its words', async () => {
    const answer = await ask('POST', CHARGERS, brokenDatabase, { chargeBoxId: newChargeBoxId() });
    expect(answer.status).toBe(503);
    expect(errorOf(answer).code).toBe('SERVICE_UNAVAILABLE');
    expect(JSON.stringify(answer.body)).not.toContain('secret');
    expect(answer.headers.get('Retry-After')).not.toBeNull();
  });

  test('an object that does not answer is 503', async () => {
    const answer = await ask('GET', `${CHARGERS}/X`, brokenObjects);
    expect(answer.status).toBe(503);
    expect(errorOf(answer).code).toBe('SERVICE_UNAVAILABLE');
  });

  test('a list goes on without its objects and shows what was last projected, with asOf', async () => {
    const answer = await ask('GET', CHARGERS, brokenObjects);
    expect(answer.status).toBe(200);
  });

  test('an unknown fault is 500 with a fixed text', async () => {
    const answer = await ask('GET', `${CHARGERS}/X`, {
      CHARGER: { getByName: () => ({ describe: () => Promise.resolve({ isOnline: 'secret' }) }) },
    });
    expect(answer.status).toBe(500);
    expect(errorOf(answer).code).toBe('INTERNAL_ERROR');
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  });

  test('without a secret every route is 503 that names the variable and how to set it', async () => {
    for (const path of [CHARGERS, '/api/v1/transactions', '/health', '/api/v1/nothing']) {
      const answer = await ask('GET', path, { ADMIN_TOKEN: undefined });
      expect(answer.status).toBe(503);
      expect(errorOf(answer).message).toMatch(/ADMIN_TOKEN is not set.*wrangler secret put ADMIN_TOKEN/);
    }
  });

  test('health says which part is down', async () => {
    const answer = await ask('GET', '/health', brokenDatabase);
    expect(answer).toMatchObject({
      status: 503,
      body: { status: 'degraded', parts: { database: 'down', chargers: 'up', log: 'up' } },
    });
    const deafLog = { getByName: () => ({ state: () => Promise.reject(new Error('the log is down')) }) };
    expect(await ask('GET', '/health', { EVENT_LOG: deafLog })).toMatchObject({
      status: 503,
      body: { status: 'degraded', parts: { database: 'up', chargers: 'up', log: 'down' } },
    });
  });
});

test('health needs no key, at the root and under the base', async () => {
  for (const path of ['/health', '/api/v1/health']) {
    expect(await callApi('GET', path)).toMatchObject({ status: 200, body: { status: 'ok' } });
  }
});
