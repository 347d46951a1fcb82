import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// What needs a Kafka broker, which needs Java and Maven: `npm run test:system`.
export default defineConfig({
  resolve: { alias: { 'anomaly-lab': fileURLToPath(new URL('./src/index.ts', import.meta.url)) } },
  test: {
    environment: 'node',
    env: { TZ: 'UTC' },
    include: ['test/system/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
