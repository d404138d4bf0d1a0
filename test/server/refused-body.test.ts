import { Agent, request } from 'node:http';
import { expect, test } from 'vitest';
import { newAccount, sharedServer } from '../support/server.ts';

const server = sharedServer();

interface Answer {
  status: number | undefined;
  isReused: boolean;
}

/** Posts a body over the agent's connections. */
function post(agent: Agent, apiKey: string, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${server.url}/api/v1/chargers`,
      { agent, method: 'POST', headers: { 'X-API-Key': apiKey, 'Content-Type': 'application/json' } },
      (response) => {
        response.resume();
        response.on('end', () => resolve({ status: response.statusCode, isReused: sent.reusedSocket }));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

test.each([
  ['too large', 413, 'x'.repeat(300_000)],
  ['of a stranger', 401, '{"chargeBoxId":"CP"}'],
])(
  'a body %s is read to its end, so that the connection serves the next request',
  async (_, status, body) => {
    const { apiKey } = await newAccount(server);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const key = status === 401 ? 'cap_test_stranger' : apiKey;
    await post(agent, apiKey, '{}');
    for (let round = 0; round < 10; round += 1) {
      expect(await post(agent, key, body)).toEqual({ status, isReused: true });
      expect(await post(agent, apiKey, '{}')).toEqual({ status: 400, isReused: true });
    }
    agent.destroy();
  },
);
