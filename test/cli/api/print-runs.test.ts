import { expect, it } from 'vitest';
import { type ListedRun, printRuns } from '../../../cli/api/print-runs.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const run = { id: 'clone-1', route: 'prod-to-dev', status: 'SUCCEEDED', startedAt: '2026-11-22T10:00:00Z' } as const;
const rowOf = (more: Partial<ListedRun>) =>
  printRuns([{ ...run, ...more }], false, NOW)
    .split('\n')[2]
    ?.trim()
    .split(/ {2,}/);

it('tells runs apart: result in words, mode, namespaces, age, how long it took, who asked', () => {
  const ended: Partial<ListedRun> = {
    endedAt: '2026-11-22T10:04:00Z',
    mode: 'clone',
    namespaces: ['shop', 'pay'],
    askedBy: 'schedule nightly',
  };
  expect(rowOf(ended)).toEqual([
    'clone-1',
    'succeeded',
    'clone',
    'shop, pay',
    '2.0 h ago',
    '4 min',
    'schedule nightly',
  ]);
  const failure = (error: string) => ({ status: 'FAILED', failure: { error, sentence: '' } }) as const;
  expect(rowOf(failure('PlanBlocked'))?.[1]).toBe('blocked');
  expect(rowOf({ ...failure('ApplyFailed'), mode: 'clone', rolledBack: true })?.[1]).toBe(
    'failed (ApplyFailed), rolled back',
  );
  expect(rowOf({ status: 'RUNNING', waiting: true })?.[1]).toBe('waiting for approval');
  expect(rowOf({ skipped: true })?.[1]).toBe('skipped');
  expect(rowOf({ status: 'ABORTED' })?.[1]).toBe('stopped');
  expect(rowOf({ mode: 'plan', namespaces: ['*'] })?.slice(2, 4)).toEqual(['plan', 'all']);
  expect(rowOf({ mode: 'clone', namespaces: ['a', 'b', 'c', 'd', 'e'] })?.[3]).toBe('a, b, c and 2 more');
  expect(rowOf({ mode: 'clone', namespaces: ['a'], startedAt: '2026-11-15T10:00:00Z' })?.[4]).toBe('7 days ago');
});

it.each([
  ['arn:aws:sts::111122223333:assumed-role/dev/jane@example.com', 'assumed-role/dev/jane@example.com'],
  ['arn:aws:iam::111122223333:user/ci', 'user/ci'],
  ['schedule nightly', 'schedule nightly'],
  ['somebody in Step Functions (CloudTrail knows who)', 'Step Functions'],
])('names who asked, %s, in few letters', (askedBy, short) => {
  expect(rowOf({ askedBy, mode: 'clone', namespaces: ['shop'] })?.at(-1)).toBe(short);
});
