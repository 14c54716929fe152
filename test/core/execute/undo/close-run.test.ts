import { describe, expect, it } from 'vitest';
import { closeRun, refuseIfClosed } from '../../../../core/execute/undo/close-run.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

const AT = '2026-11-22T10:00:00Z';
/** As a parent sees the failure of a nested run, whose own cause is what a Lambda function threw. */
const nested = (error: string) => ({
  Error: 'States.TaskFailed',
  Cause: JSON.stringify({
    ExecutionArn: 'arn:aws:states:eu-west-1:111122223333:execution:kubeferry-prepare-clone:one',
    Error: error,
    Cause: JSON.stringify({ errorType: error, errorMessage: 'a sentence', trace: [] }),
  }),
});

describe('a run that is closed', () => {
  it('makes nothing more, however often it is closed', async () => {
    const store = memoryObjectStore();
    await expect(refuseIfClosed(store, 'run-1')).resolves.toBeUndefined();
    await closeRun(store, 'run-1', AT);
    await closeRun(store, 'run-1', AT);
    await expect(refuseIfClosed(store, 'run-1')).rejects.toMatchObject({ name: 'RunIsOver' });
    await expect(refuseIfClosed(store, 'run-2')).resolves.toBeUndefined();
  });

  it.each([
    ['was stopped by hand', null, 65],
    ['failed beside other work', nested('ApplyFailed'), 65],
    ['lost a function, which may still be at work', { Error: 'Lambda.Unknown', Cause: '' }, 65],
    ['was blocked by its plan', nested('PlanBlocked'), 0],
    ['was refused by somebody', nested('ApprovalRefused'), 0],
    ['was approved by nobody in time', nested('ApprovalExpired'), 0],
  ])('waits for calls in flight only where there may be some: one that %s', async (_, failure, seconds) => {
    expect((await closeRun(memoryObjectStore(), 'run-1', AT, failure)).waitSeconds).toBe(seconds);
  });

  it('has none in flight when its report was written', async () => {
    const store = memoryObjectStore();
    await store.put('clones/run-1/report.json', '{}');
    expect((await closeRun(store, 'run-1', AT)).waitSeconds).toBe(0);
  });
});
