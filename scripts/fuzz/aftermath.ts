import { documentedBy } from '../../test/support/openapi-validation.ts';
import { FuzzFailure } from './fuzz-failure.ts';
import type { Target } from './local-server.ts';

/** Whatever was sent, the server serves, and what it tells of each charger is as documented. Throws `FuzzFailure`. */
export async function assertStillServing(target: Target, chargeBoxIds: readonly string[]): Promise<void> {
  const assertDocumented = documentedBy(async () => (await get(target, '/openapi.json')).body);
  const paths = [
    '/health',
    '/api/v1/chargers',
    '/api/v1/transactions?limit=100',
    ...chargeBoxIds.flatMap((chargeBoxId) => [
      `/api/v1/chargers/${chargeBoxId}`,
      `/api/v1/chargers/${chargeBoxId}/connectors`,
      `/api/v1/chargers/${chargeBoxId}/messages?limit=100`,
      `/api/v1/chargers/${chargeBoxId}/orphan-stops`,
      `/api/v1/transactions?chargeBoxId=${chargeBoxId}&limit=100`,
    ]),
  ];
  for (const path of paths) {
    const answer = await get(target, path);
    if (answer.status !== 200) {
      throw new FuzzFailure(
        `GET ${path} answers ${answer.status} afterwards: ${JSON.stringify(answer.body).slice(0, 500)}`,
      );
    }
    try {
      await assertDocumented('GET', path, answer);
    } catch (error) {
      throw new FuzzFailure(String(error).slice(0, 2000));
    }
  }
}

async function get(
  { url, apiKey }: Target,
  path: string,
): Promise<{ status: number; headers: Headers; body: unknown }> {
  const response = await fetch(url + path, { headers: { 'X-API-Key': apiKey } });
  const { status, headers } = response;
  try {
    return { status, headers, body: await response.json() };
  } catch {
    throw new FuzzFailure(`GET ${path} answers ${status} and no JSON afterwards.`);
  }
}
