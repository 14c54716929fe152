import { expect, it } from 'vitest';
import { keptLines } from '../../../cli/api/print.ts';

const run = { id: 'clone-1', route: 'prod-to-dev', mode: 'clone', status: 'SUCCEEDED', startedAt: 'then' } as never;

// Promise: kept-is-looked-at-again
it('says what was kept for others, why, and the command that removes it when they are done', () => {
  const kept = [{ at: 'EKS cluster dev', why: 'others use it: node group theirs' }];
  expect(keptLines(Object.assign({ kept }, run))).toBe(
    '  kept EKS cluster dev: others use it: node group theirs\n' +
      'Once others have nothing there any more, this removes it: kubeferry rollback prod-to-dev clone-1\n',
  );
  expect(keptLines(run)).toBe('');
});
