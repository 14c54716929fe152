import { beforeEach, describe, expect, it } from 'vitest';
import { noteKept } from '../../../../core/execute/undo/kept.ts';
import type { ApiTools } from '../../../../core/serve/api/request.ts';
import { apiUnderTest } from './api-under-test.ts';
import type { FakeRuns } from './fake-runs.ts';

let runs: FakeRuns;
let tools: ApiTools;
let send: ReturnType<typeof apiUnderTest>['send'];
let known: ReturnType<typeof apiUnderTest>['known'];
beforeEach(() => {
  ({ runs, tools, send, known } = apiUnderTest());
});

describe('ending', () => {
  const RUN = '/routes/prod-to-dev/clones/r1';
  const clone = { cloneId: 'r1', route: { name: 'prod-to-dev' } };

  it('stops a run in the name of the caller', async () => {
    known('kubeferry-prod-to-dev', 'r1', {});
    expect((await send(`POST ${RUN}/stop`)).body.status).toBe('ABORTED');
    expect((await send(`GET ${RUN}`)).body.failure.sentence).toContain('arn:me');
  });

  it.each([
    ['ABORTED', 202],
    ['TIMED_OUT', 202],
    ['FAILED', 409],
    ['SUCCEEDED', 409],
  ] as const)('continues with a run that is %s: %d', async (status, answered) => {
    known('kubeferry-prod-to-dev', 'r1', { status });
    expect((await send(`POST ${RUN}/retry`)).status).toBe(answered);
  });

  it('rolls a run back by its own clone.json, once, and again only when that failed', async () => {
    known('kubeferry-prod-to-dev', 'r1', { status: 'SUCCEEDED' });
    await tools.store.put('clones/r1/clone.json', JSON.stringify({ clone }));
    expect((await send(`DELETE ${RUN}`)).body.rollBack).toEqual({ id: 'undo-1-r1', status: 'RUNNING' });
    expect((await send(`DELETE ${RUN}`)).body.rollBack.id).toBe('undo-1-r1');
    expect(runs.started).toEqual([{ run: { machine: 'kubeferry-roll-back', name: 'undo-1-r1' }, input: { clone } }]);
    known('kubeferry-roll-back', 'undo-1-r1', { status: 'FAILED' });
    expect((await send(`DELETE ${RUN}`)).body.rollBack.id).toBe('undo-2-r1');
    expect((await send(`GET ${RUN}`)).body.rollBack).toMatchObject({ id: 'undo-2-r1', status: 'RUNNING' });
  });

  // Promise: kept-is-looked-at-again
  it('rolls a run back again that kept something for others, and not once nothing is kept', async () => {
    known('kubeferry-prod-to-dev', 'r1', { status: 'SUCCEEDED' });
    await tools.store.put('clones/r1/clone.json', JSON.stringify({ clone }));
    await noteKept(tools.store, 'r1', 'cluster', [{ at: 'EKS cluster dev', why: 'others use it' }]);
    known('kubeferry-roll-back', 'undo-1-r1', { status: 'RUNNING' });
    expect((await send(`DELETE ${RUN}`)).body.rollBack.id).toBe('undo-1-r1');
    known('kubeferry-roll-back', 'undo-1-r1', { status: 'SUCCEEDED' });
    expect((await send(`DELETE ${RUN}`)).body.rollBack.id).toBe('undo-2-r1');
    known('kubeferry-roll-back', 'undo-2-r1', { status: 'SUCCEEDED' });
    await noteKept(tools.store, 'r1', 'cluster', []);
    expect((await send(`DELETE ${RUN}`)).body.rollBack).toEqual({ id: 'undo-2-r1', status: 'SUCCEEDED' });
  });

  it('rolls back neither a run under way, nor one that made nothing, nor one of another route', async () => {
    known('kubeferry-prod-to-dev', 'r1', {});
    expect((await send(`DELETE ${RUN}`)).status).toBe(409);
    known('kubeferry-prod-to-dev', 'r1', { status: 'FAILED' });
    expect((await send(`DELETE ${RUN}`)).status).toBe(409);
    const other = { clone: { cloneId: 'r1', route: { name: 'prod-to-qa' } } };
    await tools.store.put('clones/r1/clone.json', JSON.stringify(other));
    expect((await send(`DELETE ${RUN}`)).status).toBe(409);
    expect(runs.started).toEqual([]);
  });

  // Promise: no-retry-after-roll-back
  it.each(['through the API', 'by hand'])(
    'refuses to resume a run that was rolled back %s, with the way out',
    async (how) => {
      known('kubeferry-prod-to-dev', 'r1', { status: 'ABORTED' });
      if (how === 'by hand') await tools.store.put('clones/r1/closed.json', '{}');
      else known('kubeferry-roll-back', 'undo-1-r1', { status: 'SUCCEEDED' });
      const { status, body } = await send(`POST ${RUN}/retry`);
      expect([status, body.detail]).toEqual([
        409,
        expect.stringContaining(
          'POST /routes/prod-to-dev/clones and the request of GET /routes/prod-to-dev/clones/r1.',
        ),
      ]);
      expect(runs.known.get('kubeferry-prod-to-dev/r1')?.status).toBe('ABORTED');
    },
  );

  // Promise: failed-roll-back-says-why
  it('says why a roll-back failed, which steps it took, and how to go on', async () => {
    known('kubeferry-prod-to-dev', 'r1', { status: 'FAILED', failure: { Error: 'VerificationFailed', Cause: 'x' } });
    const errorMessage = 'Volume vol-1 is still attached.';
    const failure = { Error: 'DeadlinePassed', Cause: JSON.stringify({ errorType: 'NotYet', errorMessage }) };
    known('kubeferry-roll-back', 'undo-1-r1', { status: 'FAILED', failure });
    runs.events.set('kubeferry-roll-back/undo-1-r1', [
      { id: 1, previous: 0, at: '2026-11-22T10:00:00Z', type: 'TaskStateEntered', state: 'Roll back volumes' },
    ]);
    const { rollBack } = (await send(`GET ${RUN}`)).body;
    expect(rollBack.failure.sentence).toBe(
      'Volume vol-1 is still attached. Remove the cause, then run: kubeferry rollback prod-to-dev r1',
    );
    expect(rollBack.steps).toMatchObject([{ name: 'Roll back volumes' }]);
  });
});

describe('cleaning up after a run', () => {
  const RUN = '/routes/prod-to-dev/clones/r1';
  const clone = { cloneId: 'r1', route: { name: 'prod-to-dev' } };
  const left = 'snap-1 is left. Remove the cause, then run: kubeferry clean-up prod-to-dev r1';
  beforeEach(() => tools.store.put('clones/r1/clone.json', JSON.stringify({ clone })));

  // Promise: verified-stays
  it('finishes what a run has left, and then nothing is left', async () => {
    known('kubeferry-prod-to-dev', 'r1', { status: 'SUCCEEDED', output: { status: 'SUCCEEDED', left } });
    expect((await send(`GET ${RUN}`)).body).toMatchObject({ status: 'SUCCEEDED', left });
    expect(await send(`POST ${RUN}/clean-up`)).toMatchObject({
      status: 202,
      body: { cleanUp: { id: 'clean-1-r1', status: 'RUNNING' } },
    });
    expect(runs.started).toEqual([{ run: { machine: 'kubeferry-clean-up', name: 'clean-1-r1' }, input: { clone } }]);
    known('kubeferry-clean-up', 'clean-1-r1', {
      status: 'FAILED',
      failure: { Error: 'AccessDenied', Cause: 'snap-1.' },
    });
    expect((await send(`GET ${RUN}`)).body.left).toBe(left.replace('snap-1 is left.', 'snap-1.'));
    expect((await send(`POST ${RUN}/clean-up`)).body.cleanUp.id).toBe('clean-2-r1');
    known('kubeferry-clean-up', 'clean-2-r1', { status: 'SUCCEEDED' });
    expect((await send(`GET ${RUN}`)).body.left).toBeUndefined();
  });

  it('says what is left of a run whose report could not be written', async () => {
    const unwritten = {
      Error: 'AccessDenied',
      Cause: JSON.stringify({ errorType: 'AccessDenied', errorMessage: 'No.' }),
    };
    const output = { status: 'SUCCEEDED', left: { Error: 'RollBackIncomplete', Cause: 'snap-1 is left.' }, unwritten };
    known('kubeferry-prod-to-dev', 'r1', { status: 'SUCCEEDED', output });
    expect((await send(`GET ${RUN}`)).body.left).toBe(
      'snap-1 is left. Its report could not be written: No. Remove the cause, then run: kubeferry clean-up prod-to-dev r1',
    );
  });

  it.each(['RUNNING', 'FAILED', 'ABORTED'] as const)('refuses a run that is %s', async (status) => {
    known('kubeferry-prod-to-dev', 'r1', { status });
    expect((await send(`POST ${RUN}/clean-up`)).status).toBe(409);
    expect(runs.started).toEqual([]);
  });

  it('refuses a run that was rolled back, and a roll-back while it is cleaned up', async () => {
    known('kubeferry-prod-to-dev', 'r1', { status: 'SUCCEEDED' });
    await send(`POST ${RUN}/clean-up`);
    expect((await send(`DELETE ${RUN}`)).body.detail).toContain('clean-1-r1');
    known('kubeferry-clean-up', 'clean-1-r1', { status: 'SUCCEEDED' });
    expect((await send(`DELETE ${RUN}`)).status).toBe(202);
    expect((await send(`POST ${RUN}/clean-up`)).status).toBe(409);
  });
});
