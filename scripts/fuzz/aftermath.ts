import type { RestClient } from '../../test/support/rest-client.ts';
import { documentedBy } from '../../test/support/openapi-validation.ts';
import { FuzzFailure } from './fuzz-failure.ts';

/** Whatever was sent, the server serves, and what it tells of each charger is as documented. Throws `FuzzFailure`. */
export async function assertStillServing(client: RestClient, chargeBoxIds: readonly string[]): Promise<void> {
  const assertDocumented = documentedBy(async () => (await client.get('/openapi.json')).body);
  const paths = [
    '/health',
    '/chargers',
    '/transactions?limit=100',
    ...chargeBoxIds.flatMap((chargeBoxId) => [
      `/chargers/${chargeBoxId}`,
      `/chargers/${chargeBoxId}/connectors`,
      `/transactions?chargeBoxId=${chargeBoxId}&limit=100`,
    ]),
  ];
  for (const path of paths) {
    const answer = await client.get(path);
    if (answer.status !== 200) {
      throw new FuzzFailure(
        `GET ${path} answers ${answer.status} afterwards: ${JSON.stringify(answer.body).slice(0, 500)}`,
      );
    }
    try {
      await assertDocumented('GET', `/api/v1${path}`, answer);
    } catch (error) {
      throw new FuzzFailure(String(error).slice(0, 2000));
    }
  }
}
