import { describe, expect, it } from 'vitest';
import { createFaults } from '../../../emulator/base/faults.ts';

const SLOW = { kind: 'error', code: 'RequestLimitExceeded', message: 'Request limit exceeded.' } as const;

describe('faults', () => {
  it('strike every matching call when no number is given', () => {
    const faults = createFaults();
    faults.add({ on: 'ec2:CopySnapshot', effect: SLOW });
    const copy = () => faults.match('ec2:CopySnapshot').map(({ kind }) => kind);
    expect([copy(), copy(), faults.match('ec2:CreateSnapshot')]).toEqual([['error'], ['error'], []]);
  });

  it('strike the numbered call only, counted from when they were added', () => {
    const faults = createFaults();
    faults.match('lambda:copy-segment');
    faults.add({ on: 'lambda:copy-segment', nth: 2, effect: { kind: 'kill-after' } });
    const strikes = [1, 2, 3].map(() => faults.match('lambda:copy-segment').length);
    expect(strikes).toEqual([0, 1, 0]);
  });

  it('strike and count the calls of one role alone when it is named', () => {
    const faults = createFaults();
    faults.add({ on: 'states:StartExecution', by: 'schedule', nth: 1, effect: { kind: 'kill-after' } });
    const strikes = ['reaper', 'schedule', 'schedule'].map(
      (role) => faults.match('states:StartExecution', `arn:aws:iam::111122223333:role/${role}`).length,
    );
    expect(strikes).toEqual([0, 1, 0]);
  });

  it('wait for the first call of the role after which they are to come, and may strike that very call', () => {
    const faults = createFaults();
    faults.add({ on: 's3:PutObject', after: 'late', effect: { kind: 'denied' } });
    const strikes = ['early', 'late', 'early'].map(
      (role) => faults.match('s3:PutObject', `arn:aws:iam::111122223333:role/${role}`).length,
    );
    expect(strikes).toEqual([0, 1, 1]);
  });

  it('come together in the order of adding', () => {
    const faults = createFaults();
    faults.add({ on: 's3:PutObject', effect: { kind: 'delay', milliseconds: 5 } });
    faults.add({ on: 's3:PutObject', effect: SLOW });
    expect(faults.match('s3:PutObject').map(({ kind }) => kind)).toEqual(['delay', 'error']);
  });

  it('are refused on what can never match', () => {
    expect(() => createFaults().add({ on: 'CopySnapshot', effect: SLOW })).toThrow("not on 'CopySnapshot'");
  });
});
