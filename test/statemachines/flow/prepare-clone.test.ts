import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../core/clone/envelope.ts';
import { unwrap } from '../../../core/report/failure.ts';
import { named } from '../../local/states/memory-host.ts';
import { runMachine } from '../run-machine.ts';
import { clone, plan } from './fixtures.ts';
import { type Flow, itGoes } from './paths.ts';

const planned = { planHash: 'h', objects: 3, volumes: 1, blockers: 0, warnings: 0, createsCluster: false };

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

describe('prepare-clone without a target cluster, which it makes, enters, and plans anew', () => {
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
