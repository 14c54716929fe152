import { it } from 'vitest';

/** Name of a test -> what the thing under test does otherwise, where it is only a witness and not ours. */
export type Deviations = Readonly<Record<string, string>>;

/** `it`, but a test with a known deviation has to fail: so that one which is no more is noticed. */
export const knowing = (deviations: Deviations) => (name: string, run: () => Promise<void>) =>
  name in deviations ? it.fails(`${name}: ${deviations[name]}`, run) : it(name, run);
