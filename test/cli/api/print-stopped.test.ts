import { expect, it } from 'vitest';
import { printStopped } from '../../../cli/api/print-stopped.ts';

it.each([
  ['ABORTED', ['retry', 'rollback'], ''],
  ['TIMED_OUT', ['retry', 'rollback'], 'run out of time already'],
  ['SUCCEEDED', ['rollback', 'clone'], 'ended already'],
  ['FAILED', ['status', 'rollback', 'clone'], 'failed already'],
] as const)('says after a stop how to resume a run that is %s', (status, commands, sentence) => {
  const text = printStopped({ id: 'clone-1', route: 'prod-to-dev', status });
  expect(text).toMatch(new RegExp(`^clone-1: ${status}\\n`));
  expect(text).toContain(sentence);
  expect([...text.matchAll(/kubeferry (\w+) prod-to-dev/g)].map(([, command]) => command)).toEqual(commands);
  // A bare "kubeferry clone prod-to-dev" would be another request than that of the run.
  expect(text.match(/kubeferry clone .*/g) ?? []).toEqual(
    status === 'SUCCEEDED' || status === 'FAILED' ? ['kubeferry clone prod-to-dev --repeat clone-1'] : [],
  );
});

it.each([
  ['SUCCEEDED', 'It was rolled back already.', 'Start it again: kubeferry clone prod-to-dev --repeat clone-1'],
  ['RUNNING', 'It is being rolled back.', 'Look: kubeferry status prod-to-dev clone-1'],
] as const)('offers no second roll-back of a run whose roll-back is %s', (status, sentence, command) => {
  const rollBack = { id: 'roll-back-1', status, startedAt: '2026-11-22T10:00:00.000Z' };
  const text = printStopped({ id: 'clone-1', route: 'prod-to-dev', status: 'ABORTED', rollBack });
  expect(text).toBe(`clone-1: ABORTED\n${sentence}\n${command}\n`);
});

it('offers a roll-back again when the first one has failed', () => {
  const rollBack = { id: 'roll-back-1', status: 'FAILED', startedAt: '2026-11-22T10:00:00.000Z' } as const;
  expect(printStopped({ id: 'clone-1', route: 'prod-to-dev', status: 'ABORTED', rollBack })).toContain(
    'Undo it: kubeferry rollback prod-to-dev clone-1',
  );
});
