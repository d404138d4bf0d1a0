import type { RestClient } from './rest-client.ts';

/** Registers an id tag; throws unless it is 201. */
export async function registerIdTag(
  account: RestClient,
  idTag: string,
  fields: Record<string, unknown> = {},
): Promise<void> {
  const { status, body } = await account.post('/id-tags', { idTag, ...fields });
  if (status !== 201) throw new Error(`POST /id-tags answered ${status}: ${JSON.stringify(body)}`);
}

/** The tags that the cases present: VALID1 and VALID2, both of the group GRP, BLOCKED and EXPIRED; UNKNOWN is none. */
export async function registerCaseTags(account: RestClient): Promise<void> {
  await registerIdTag(account, 'VALID1', { parentIdTag: 'GRP' });
  await registerIdTag(account, 'VALID2', { parentIdTag: 'GRP' });
  await registerIdTag(account, 'BLOCKED', { status: 'blocked' });
  await registerIdTag(account, 'EXPIRED', { expiryDate: '2020-01-01T00:00:00Z' });
}
