import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { 'anomaly-lab': new URL('./src/index.ts', import.meta.url).pathname } },
  test: {
    environment: 'node',
    env: { TZ: 'UTC' },
    include: ['test/**/*.test.ts'],
    exclude: ['test/system/**', 'test/notebooks/**'],
    testTimeout: 20_000,
  },
});
