import { defineConfig } from 'vitest/config';

// What needs JupyterLab in .venv (`npm run lab` makes it) and, for one test, a browser.
export default defineConfig({
  test: {
    environment: 'node',
    env: { TZ: 'UTC' },
    include: ['test/notebooks/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
