import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// The kinds of tests, told apart by their folder (see docs/architecture.md, "Tests").
export default defineConfig({
  test: {
    // Vitest leaves one core to itself; the tests wait for servers of their own often enough.
    maxWorkers: '100%',
    // The files of one worker share its modules: loading the CDK and the SDKs again for each was a third of the time.
    // So a test puts back what it changes outside of itself.
    isolate: false,
    // Commands that tests start load their code in half the time.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/node-compile', import.meta.url)) },
    // `npm test -- --coverage`. Floors that only rise: a run that covers more writes what it has covered here.
    coverage: {
      provider: 'v8',
      include: ['core/**/*.ts', 'adapters/**/*.ts'],
      reporter: ['text-summary', 'html'],
      reportsDirectory: '.cache/coverage',
      thresholds: {
        autoUpdate: Math.floor,
        'core/**/*.ts': { lines: 96, statements: 95, functions: 95, branches: 88 },
        'adapters/**/*.ts': { lines: 90, statements: 89, functions: 90, branches: 79 },
      },
    },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/flow/**', 'test/scenarios/**', 'test/cluster/**', 'test/contract/**', 'test/deploy/**'],
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'flow',
          include: ['test/flow/**/*.test.ts'],
          globalSetup: 'test/flow/synthesize-once.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'scenarios',
          include: ['test/scenarios/**/*.test.ts'],
          globalSetup: 'test/flow/synthesize-once.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'cluster',
          include: ['test/cluster/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 1_800_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'deploy',
          include: ['test/deploy/**/*.test.ts'],
          testTimeout: 300_000,
          // The emulator is installed once.
          hookTimeout: 600_000,
          fileParallelism: false,
          // Each test goes on where the one before it has ended.
          bail: 1,
        },
      },
      {
        test: {
          name: 'ui',
          include: ['ui/test/**/*.test.ts'],
          testTimeout: 180_000,
          // The page is built and a cloud started once.
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          testTimeout: 120_000,
          // The clients are installed once.
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
