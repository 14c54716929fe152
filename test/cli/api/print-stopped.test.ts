import { expect, it } from 'vitest';
import { printStopped } from '../../../cli/api/print-stopped.ts';

it.each([
  ['ABORTED', ['retry', 'rollback'], ''],
  ['TIMED_OUT', ['retry', 'rollback'], 'run out of time already'],
  ['SUCCEEDED', ['rollback', 'clone'], 'done already'],
  ['FAILED', ['status', 'rollback', 'clone'], 'failed already'],
] as const)('says after a stop how to go on with a run that is %s', (status, commands, sentence) => {
  const text = printStopped({ id: 'clone-1', route: 'prod-to-dev', status });
  expect(text).toMatch(new RegExp(`^clone-1: ${status}\\n`));
  expect(text).toContain(sentence);
  expect([...text.matchAll(/kubeferry (\w+) prod-to-dev/g)].map(([, command]) => command)).toEqual(commands);
  // A bare "kubeferry clone prod-to-dev" would be another request than that of the run.
  expect(text.match(/kubeferry clone .*/g) ?? []).toEqual(
    status === 'SUCCEEDED' || status === 'FAILED' ? ['kubeferry clone prod-to-dev --repeat clone-1'] : [],
  );
});
