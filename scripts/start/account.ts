import * as z from 'zod';

const CreatedAccount = z.object({ id: z.string(), apiKey: z.object({ key: z.string() }) });

/** Whether the server still knows the key: it does not where the database was removed and the secrets were kept. */
export async function isKnownKey(url: string, apiKey: string): Promise<boolean> {
  const response = await fetch(`${url}/api/v1/chargers?limit=1`, { headers: { 'X-API-Key': apiKey } });
  await response.body?.cancel();
  return response.status !== 401;
}

/** Makes an account the way everybody does, over the API; gives its first key. */
export async function createAccount(url: string, adminToken: string, name: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/accounts`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${adminToken}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  const text = await response.text();
  if (response.status !== 201) throw new Error(`POST /api/v1/accounts answered ${response.status}: ${text}`);
  return CreatedAccount.parse(JSON.parse(text)).apiKey.key;
}
