import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../core/base/run/envelope.ts';
import { unwrap } from '../../../core/base/run/failure.ts';
import { type FakeFunction, named } from '../../emulator/states/memory-host.ts';
import type { World } from '../../emulator/states/run.ts';
import { prepareWorld, runMachine, type Script } from '../run-machine.ts';
import { clone, plan } from './fixtures.ts';
import { type Flow, itGoes } from './paths.ts';

const approval = { by: 'arn:ann', at: '2026-11-22T10:00:00Z', planHash: 'h' };
const HOME = { account: '111111111111', region: 'eu-west-1' };
const planned = {
  planHash: 'h',
  objects: 3,
  volumes: 1,
  blockers: 0,
  warnings: 0,
  createsCluster: false,
  needsApproval: false,
};

const flow: Flow = {
  machine: 'prepare-clone',
  input: { clone },
  answers: { 'enter-clusters': [{ entered: ['source', 'target'] }], 'plan-clone': [planned] },
  calls: ['enter-clusters', 'plan-clone'],
  output: planned,
  paths: [
    { step: 'enter-clusters', afterwards: [], notYet: 'DeadlinePassed' },
    { step: 'plan-clone', afterwards: [] },
  ],
};

const calls = ['enter-clusters', 'plan-clone', 'create-cluster', 'enter-clusters', 'plan-clone'];
const missing: Flow = {
  ...flow,
  answers: {
    'enter-clusters': [{ entered: ['source'] }, { entered: ['source', 'target'] }],
    'plan-clone': [{ ...planned, createsCluster: true }, planned],
    'create-cluster': [{ name: 'dev', created: true, matchesBlueprint: true, differences: [] }],
  },
  calls,
  paths: [
    { step: 'create-cluster', afterwards: [], isMachine: true },
    { step: 'enter-clusters', call: 1, afterwards: [], notYet: 'DeadlinePassed' },
    { step: 'plan-clone', call: 1, afterwards: [] },
  ],
};

describe('prepare-clone', () => itGoes(flow));

describe('prepare-clone without a target cluster, which it makes, enters, and plans again', () => {
  itGoes(missing);

  it('makes nothing when only a plan is wanted', async () => {
    const { called, execution } = await runMachine({ ...missing, input: { clone: plan }, scripts: missing.answers });
    expect(called.map(({ name }) => name)).toEqual(flow.calls);
    expect(execution.output).toMatchObject({ createsCluster: true });
  });

  it('ends the clone by the error of the cluster, with its sentence', async () => {
    const scripts = { ...missing.answers, 'start-clone': [clone], 'make-cluster': [named('ClusterFailed')] };
    const undo = Object.fromEntries(
      [
        'close-run',
        'resume-source',
        'roll-back-objects',
        'roll-back-volumes',
        'roll-back-cluster',
        'clean-up-clone',
      ].map((step) => [step, [{ deleted: 0 }]]),
    );
    const { called } = await runMachine({
      machine: 'clone-workload',
      input: {},
      withChildren: true,
      scripts: { ...scripts, ...undo, 'write-report': [{ failure: { Error: 'ClusterFailed', Cause: 'no' } }] },
    });
    const reported = called.at(-1)?.payload as { failure: Failure } | undefined;
    expect(reported && unwrap(reported.failure).Error).toBe('ClusterFailed');
  });
});

/** As the API does, a moment after the function has kept the token. */
function answered(world: () => World, act: (tokens: World['engine']['tokens'], token: string) => void): FakeFunction {
  return (payload) => {
    const { token } = payload as { token: string };
    queueMicrotask(() => act(world().engine.tokens, token));
    return { planHash: 'h' };
  };
}

describe('prepare-clone with an approval', () => {
  const asks = {
    'plan-clone': [{ ...planned, createsCluster: true, needsApproval: true }, ...missing.answers['plan-clone']!],
  };
  const run = async (answer: Parameters<typeof answered>[1], more: Record<string, Script> = {}) => {
    const scripts = { ...missing.answers, ...asks, 'await-approval': [answered(() => made, answer)], ...more };
    const made = prepareWorld({ ...missing, scripts });
    const execution = await made.run('prepare-clone', { clone });
    return { execution, called: made.host.invoked };
  };

  it('goes on when somebody approves: enters, plans again, and only then makes the cluster', async () => {
    const { execution, called } = await run((tokens, token) => tokens.succeed(token, HOME, approval));
    expect(called.map(({ name }) => name)).toEqual([
      'enter-clusters',
      'plan-clone',
      'await-approval',
      ...missing.calls,
    ]);
    const plans = called.filter(({ name }) => name === 'plan-clone').map(({ payload }) => payload);
    expect(plans).toMatchObject([
      { clone, stage: 'first', approval: null },
      { clone, stage: 'approved', approval },
      { clone, stage: 'new-cluster', approval },
    ]);
    expect(execution.output).toEqual(planned);
  });

  it('ends with the sentence of who refused', async () => {
    const { execution, called } = await run((tokens, token) =>
      tokens.fail(token, HOME, 'ApprovalRefused', 'Ann says no.'),
    );
    expect([execution.failure?.error, execution.failure?.stateCause]).toEqual(['ApprovalRefused', 'Ann says no.']);
    expect(called.at(-1)?.name).toBe('await-approval');
  });

  it('ends by a name of its own when nobody answers for a week', async () => {
    const { execution } = await run(() => {});
    expect(execution.failure?.error).toBe('ApprovalExpired');
    expect(execution.failure?.stateCause).toContain('7 days');
  });

  it('asks again with a new token when the function dies', async () => {
    const tokens: string[] = [];
    const dies: FakeFunction = (payload) => {
      tokens.push((payload as { token: string }).token);
      throw named('Lambda.Unknown');
    };
    const script = {
      'await-approval': [
        dies,
        answered(
          () => made,
          (all, token) => {
            tokens.push(token);
            all.succeed(token, HOME, approval);
          },
        ),
      ],
    };
    const made = prepareWorld({ ...missing, scripts: { ...missing.answers, ...asks, ...script } });
    expect((await made.run('prepare-clone', { clone })).status).toBe('SUCCEEDED');
    expect(new Set(tokens).size).toBe(2);
  });
});
