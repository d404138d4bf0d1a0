import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

/** What `wrangler secret put` sets on a deployed worker. */
const testSecrets = {
  ADMIN_TOKEN: 'admin-token-of-the-worker-tests',
  DIGEST_KEYS: `test:${'0123456789abcdef'.repeat(4)}`,
  KEY_ENVIRONMENT: 'test',
};

/** Tests inside workerd. */
export async function workerProject() {
  return {
    plugins: [
      cloudflareTest({
        wrangler: { configPath: './wrangler.toml' },
        miniflare: {
          cf: false as const,
          bindings: { ...testSecrets, TEST_MIGRATIONS: await readD1Migrations('migrations') },
        },
      }),
    ],
    test: {
      name: 'worker',
      include: ['test/worker/**/*.test.ts'],
      setupFiles: ['test/support/worker/apply-migrations.ts'],
    },
  };
}

export default defineConfig(async () => ({
  test: {
    retry: 0,
    // How long something takes is for the bench to say: a busy machine must not fail a test.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Four times as fast. D1 and the objects are then shared by the files of a project: ids must be unique.
    isolate: false,
    projects: [
      {
        extends: true as const,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/worker/**', 'test/server/**'],
        },
      },
      { extends: true as const, ...(await workerProject()) },
      {
        extends: true as const,
        test: {
          name: 'server',
          include: ['test/server/**/*.test.ts'],
          globalSetup: ['test/support/shared-server.ts'],
          pool: 'forks' as const,
        },
      },
    ],
  },
}));
