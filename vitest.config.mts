import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { 'anomaly-lab': fileURLToPath(new URL('./src/index.ts', import.meta.url)) } },
  test: {
    environment: 'node',
    env: { TZ: 'UTC' },
    include: ['test/**/*.test.ts'],
    exclude: ['test/system/**', 'test/notebooks/**'],
    globalSetup: 'test/temporary-folder.ts',
    testTimeout: 120_000, // stops what hangs, and fails nothing on a busy machine
    hookTimeout: 120_000,
    maxWorkers: '100%', // the default leaves one core idle, which of two is half
  },
});
