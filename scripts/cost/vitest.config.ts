import { defineConfig } from 'vitest/config';
import { workerProject } from '../../vitest.config.ts';

/** The worker's tests, but with the one file that plays a day. */
export default defineConfig(async () => {
  const { test, ...project } = await workerProject();
  return {
    ...project,
    test: { ...test, include: ['test/worker/cost/play.ts'], testTimeout: 900_000, isolate: false, retry: 0 },
  };
});
