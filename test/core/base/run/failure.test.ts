import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../../core/base/errors.ts';
import { explainFailure, STEPS_OF_MAPS, unwrap } from '../../../../core/base/run/failure.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { readMachines } from '../../../statemachines/rules/machine-file.ts';
import { kebab } from '../../../statemachines/rules/naming.ts';

const lambda = (errorType: string, errorMessage: string) => JSON.stringify({ errorType, errorMessage, trace: [] });
const nested = (name: string, Cause: string) =>
  JSON.stringify({
    ExecutionArn: 'arn:aws:states:eu-west-1:1:execution:kubeferry-capture-source:x',
    Status: 'FAILED',
    Error: name,
    Cause,
  });

const PORT = { at: 'v1 Service shop/web', message: 'port is taken' };

/** Functions of run `c` that failed, one after the other. */
async function keeping(...failures: [step: string, name: string, message: string, problems?: Problem[]][]) {
  const store = memoryObjectStore();
  for (const [at, [step, name, message, problems = []]] of failures.entries()) {
    const kept = { step, name, message, problems, at: `2026-11-22T10:00:0${at}Z` };
    await store.put(`${keysOf('c').failures}${step}-1.json`, JSON.stringify(kept));
  }
  return store;
}

/** What the Distributed Maps of a machine do with each item, as JSON. */
function itemsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const isDistributed = (value as { ProcessorConfig?: { Mode: string } }).ProcessorConfig?.Mode === 'DISTRIBUTED';
  return [...(isDistributed ? [JSON.stringify(value)] : []), ...Object.values(value).flatMap(itemsOf)];
}

/** Functions that a text of states calls, and those of the machines that it starts. */
function functionsIn(text: string, machines: Map<string, string>): string[] {
  return [...text.matchAll(/"(FunctionName|StateMachineArn)":\s*"\$\{(\w+)Arn\}"/g)].flatMap(([, what, name = '']) =>
    what === 'FunctionName' ? kebab(name) : functionsIn(machines.get(kebab(name)) ?? '', machines),
  );
}

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

  describe('of a map', () => {
    const TOO_MANY = {
      Error: 'States.ExceedToleratedFailureThreshold',
      Cause: 'The specified tolerated failure threshold was exceeded',
    };

    it('is told by what the function of an item kept, since the map does not say', async () => {
      const store = await keeping(
        ['resume-source', 'AccessDenied', 'The source does not let us.'],
        ['copy-segment', 'RunIsOver', 'Run c is being rolled back.'],
        ['apply-shard', 'ApplyFailed', 'The target refused 1 objects.', [PORT]],
        ['verify-volume', 'NotFound', 'Volume vol-1 is gone.'],
      );
      expect(await explainFailure(store, 'c', TOO_MANY)).toEqual({
        error: 'ApplyFailed',
        sentence: 'The target refused 1 objects.',
        problems: [PORT],
      });
    });

    it('says where to look when no function of it has failed', async () => {
      const store = await keeping(['resume-source', 'AccessDenied', 'The source does not let us.']);
      const explained = await explainFailure(store, 'c', TOO_MANY);
      expect(explained).toMatchObject({
        error: TOO_MANY.Error,
        sentence: expect.stringMatching(/exceeded\. .*Map Run/),
      });
    });

    it('is no function that was ended and called again, where another one failed', async () => {
      const store = await keeping(
        ['copy-segment', 'Sandbox.Timedout', 'Function copy-segment was not done after 900 s.'],
        ['verify-volume', 'NotFound', 'Volume vol-1 is gone.'],
      );
      expect(await explainFailure(store, 'c', TOO_MANY)).toMatchObject({ sentence: 'Volume vol-1 is gone.' });
    });

    it('may come from each function that a Distributed Map calls, and from no other', () => {
      const machines = new Map(readMachines().map(({ name, text }) => [name, text]));
      const called = [...machines.values()]
        .flatMap((text) => itemsOf(JSON.parse(text)))
        .flatMap((text) => functionsIn(text, machines));
      expect([...STEPS_OF_MAPS].toSorted()).toEqual([...new Set(called)].toSorted());
    });
  });

  it.each([
    ['Lambda.AWSLambdaException', 'User: kubeferry-machine-x is not authorized to perform: lambda:InvokeFunction'],
    ['StepFunctions.AWSStepFunctionsException', 'User: kubeferry-machine-x is not authorized: states:StartExecution'],
  ])(
    'of a call of a machine itself is told by that call, whatever functions have kept: %s',
    async (error, sentence) => {
      const store = await keeping(['copy-snapshot', 'QuotaReached', 'A quota was reached for a while.']);
      const explained = await explainFailure(store, 'c', { Error: error, Cause: sentence });
      expect(explained).toEqual({ error, sentence, problems: [] });
    },
  );

  it('without a word of Step Functions is told by its name', async () => {
    const store = await keeping(['copy-snapshot', 'QuotaReached', 'A quota was reached for a while.']);
    const { sentence } = await explainFailure(store, 'c', { Error: 'States.Timeout', Cause: '' });
    expect(sentence).toContain('States.Timeout');
  });

  it.each(['States.Timeout', 'Sandbox.Timedout'])(
    'of a function that was ended is told by what it kept right before: %s',
    async (error) => {
      const store = await keeping(
        ['copy-snapshot', 'QuotaReached', 'A quota was reached for a while.'],
        ['plan-clone', 'Sandbox.Timedout', 'Function plan-clone was not done after 900 s.'],
      );
      const cause = 'RequestId: 4711 Error: Task timed out after 900.00 seconds';
      const explained = await explainFailure(store, 'c', { Error: error, Cause: cause });
      expect(explained).toEqual({
        error,
        sentence: 'Function plan-clone was not done after 900 s.',
        problems: [],
      });
    },
  );

  it('of a wait is a deadline, with the last thing that was waited for', async () => {
    const explained = await explainFailure(memoryObjectStore(), 'c', {
      Error: 'NotYet',
      Cause: lambda('NotYet', 'Deployment shop/web: 1 of 3 pods are ready.'),
    });
    expect(explained).toMatchObject({ error: 'DeadlinePassed', sentence: expect.stringContaining('1 of 3 pods') });
  });
});
