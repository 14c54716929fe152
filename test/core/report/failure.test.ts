import { describe, expect, it } from 'vitest';
import { memoryObjectStore } from '../../../adapters/memory/object-store.ts';
import { keysOf } from '../../../core/clone/keys.ts';
import { explainFailure, unwrap } from '../../../core/report/failure.ts';

const lambda = (errorType: string, errorMessage: string) => JSON.stringify({ errorType, errorMessage, trace: [] });
const nested = (name: string, Cause: string) =>
  JSON.stringify({
    ExecutionArn: 'arn:aws:states:eu-west-1:1:execution:kubeferry-capture-source:x',
    Status: 'FAILED',
    Error: name,
    Cause,
  });

describe('a failure', () => {
  it('is found inside nested runs and functions', () => {
    const caught = {
      Error: 'States.TaskFailed',
      Cause: nested(
        'States.TaskFailed',
        nested('SnapshotFailed', lambda('SnapshotFailed', 'Snapshot snap-1 ended in state error.')),
      ),
    };
    expect(unwrap(caught)).toEqual({ Error: 'SnapshotFailed', Cause: 'Snapshot snap-1 ended in state error.' });
  });

  it('of a map is told by what the function kept, since the map does not say', async () => {
    const store = memoryObjectStore();
    const kept = {
      step: 'apply-shard',
      name: 'ApplyFailed',
      message: 'The target refused 1 objects.',
      problems: [{ at: 'v1 Service shop/web', message: 'port is taken' }],
      at: '2026-11-22T10:00:00Z',
    };
    await store.put(`${keysOf('c').failures}apply-shard-1.json`, JSON.stringify(kept));
    const explained = await explainFailure(store, 'c', {
      Error: 'States.ExceedToleratedFailureThreshold',
      Cause: 'The specified tolerated failure threshold was exceeded',
    });
    expect(explained).toEqual({
      error: 'ApplyFailed',
      sentence: 'The target refused 1 objects.',
      problems: kept.problems,
    });
  });

  it('of a wait is a deadline, with the last thing that was waited for', async () => {
    const explained = await explainFailure(memoryObjectStore(), 'c', {
      Error: 'NotYet',
      Cause: lambda('NotYet', 'Deployment shop/web: 1 of 3 pods are ready.'),
    });
    expect(explained).toMatchObject({ error: 'DeadlinePassed', sentence: expect.stringContaining('1 of 3 pods') });
  });
});
