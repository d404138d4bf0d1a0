import { expect, test } from 'vitest';
import { seal, unseal } from '../../src/lib/seal.ts';

const KEY = 'ab'.repeat(32);
const plain = new TextEncoder().encode('a private key');

test('what is sealed opens under the same key for the same purpose only', async () => {
  const sealed = await seal(KEY, 'purpose', Uint8Array.from(plain));
  expect(new TextDecoder().decode(await unseal(KEY, 'purpose', sealed))).toBe('a private key');
  await expect(unseal(KEY, 'another', sealed)).rejects.toThrow(/decrypt|operation/i);
  await expect(unseal('cd'.repeat(32), 'purpose', sealed)).rejects.toThrow(/decrypt|operation/i);
  const last = sealed.endsWith('0') ? '1' : '0';
  await expect(unseal(KEY, 'purpose', `${sealed.slice(0, -1)}${last}`)).rejects.toThrow(/decrypt|operation/i);
});

test('the same text is sealed differently each time, and none of it shows', async () => {
  const [one, two] = await Promise.all([1, 2].map(() => seal(KEY, 'purpose', Uint8Array.from(plain))));
  expect(one).not.toBe(two);
  expect(one).not.toContain(Buffer.from(plain).toString('hex'));
});
