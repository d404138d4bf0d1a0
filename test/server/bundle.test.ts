import { expect, test } from 'vitest';
import { bundle } from '../../scripts/server/bundle.ts';

test('the worker that is deployed has at most 400 KB gzipped', async () => {
  const { gzippedBytes } = await bundle();
  expect(gzippedBytes).toBeGreaterThan(50_000);
  expect(gzippedBytes).toBeLessThanOrEqual(400_000);
});
