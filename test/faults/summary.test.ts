import { expect, it } from 'vitest';
import { summaryOf } from './summary.ts';

const dealt = (on: string) => ({ flow: 'clone', kind: 'denied', call: { on, by: 'kubeferry-plan-clone' } });

it('counts what is right of each flow and fault, and names what is wrong or was not reached', () => {
  const summary = summaryOf({
    cases: 3,
    right: 1,
    minutes: 2,
    played: [
      { ...dealt('s3:GetObject'), seconds: 1, verdict: { end: 'undone', met: true } },
      { ...dealt('s3:PutObject'), seconds: 1, verdict: { end: 'wrong', met: true, said: 'It went wrong.' } },
    ],
    missed: [dealt('kms:DescribeKey')],
  });
  expect(summary).toMatch(/clone, denied +1\/3 +0 +1 +0 +1 +0\n/);
  expect(summary).toContain('clone denied s3:PutObject by kubeferry-plan-clone: It went wrong.');
  expect(summary).toContain('clone denied kms:DescribeKey by kubeferry-plan-clone: not reached in time');
  expect(summary).toContain('1 of 3 ended as they may, in 2.0 minutes.');
});
