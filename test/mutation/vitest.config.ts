import { defineConfig } from 'vitest/config';

/** What the mutation run plays: the tests in memory, since some of what executes is tested beside its plan. */
export default defineConfig({
  test: {
    include: ['test/core/**/*.test.ts'],
    // These compare times, or documents with the code: a mutant tells them nothing.
    exclude: ['test/core/translate/aws-references.test.ts'],
    testTimeout: 20_000,
    // A mutant is switched on within code that is loaded: to load it again for each costs seconds.
    isolate: false,
  },
});
