import { defineConfig } from 'vitest/config';

// Four kinds of tests, told apart by their folder (see docs/architecture.md, "Tests").
export default defineConfig({
  test: {
    // Vitest leaves one core to itself; the tests wait for servers of their own often enough.
    maxWorkers: '100%',
    // The files of one worker share its modules: loading the CDK and the SDKs anew for each was a third of the time.
    // So a test puts back what it changes outside of itself.
    isolate: false,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/flow/**', 'test/cluster/**', 'test/contract/**'],
          testTimeout: 20_000,
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
          name: 'cluster',
          include: ['test/cluster/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 1_800_000,
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
