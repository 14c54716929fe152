import { describe, expect, it } from 'vitest';
import type { Json } from '../../../core/manifests/kube-object.ts';
import { named } from '../../local/states/memory-host.ts';
import { runMachine } from '../run-machine.ts';
import { clone, plan } from './fixtures.ts';
import { type Flow, itGoes } from './paths.ts';

/** As the function does: a failure comes back unwrapped, for the machine to end with. */
const report = (payload: Json): Json => {
  const { failure } = payload as { failure?: Json };
  return failure ? { status: 'FAILED', failure } : { status: 'SUCCEEDED', report: 'clones/clone-1/report.json' };
};
const undone = ['roll-back', 'write-report'];

const flow: Flow = {
  machine: 'clone-workload',
  input: { selection: { namespaces: ['shop'] } },
  answers: {
    'start-clone': [clone],
    'enter-clusters': [{ entered: ['source', 'target'] }],
    'plan-clone': [{ planHash: 'h', objects: 3, volumes: 1, blockers: 0, warnings: 0 }],
    'capture-source': [{ volumes: 1 }],
    'transfer-workload': [{ waves: 2 }],
    'verify-clone': [{ objects: 3, workloads: 1, volumes: 1 }],
    'clean-up-clone': [{ removed: 3 }],
    'write-report': [report],
    'roll-back': [{ removed: 3 }],
  },
  calls: [
    'start-clone',
    'enter-clusters',
    'plan-clone',
    'capture-source',
    'transfer-workload',
    'verify-clone',
    'clean-up-clone',
    'write-report',
  ],
  output: { status: 'SUCCEEDED', report: 'clones/clone-1/report.json' },
  paths: [
    { step: 'start-clone', afterwards: [] },
    { step: 'enter-clusters', afterwards: undone, notYet: 'DeadlinePassed' },
    { step: 'plan-clone', afterwards: undone },
    { step: 'capture-source', afterwards: undone, isMachine: true },
    { step: 'transfer-workload', afterwards: undone, isMachine: true },
    { step: 'verify-clone', afterwards: undone, notYet: 'DeadlinePassed' },
    { step: 'clean-up-clone', afterwards: ['write-report'], notYet: 'DeadlinePassed' },
    { step: 'write-report', afterwards: [] },
  ],
};

describe('clone-workload', () => {
  itGoes(flow);

  it('starts with the route as a constant, and the execution', async () => {
    const { called, execution } = await runMachine({ ...flow, scripts: flow.answers });
    expect(called[0]?.payload).toEqual({
      route: 'route',
      execution: { id: execution.arn, name: execution.name, startTime: '2026-11-22T10:00:00Z' },
      request: { selection: { namespaces: ['shop'] } },
    });
  });

  it('ends with the plan when only a plan is wanted', async () => {
    const { called, execution } = await runMachine({ ...flow, scripts: { ...flow.answers, 'start-clone': [plan] } });
    expect(called.map(({ name }) => name)).toEqual([
      'start-clone',
      'enter-clusters',
      'plan-clone',
      'clean-up-clone',
      'write-report',
    ]);
    expect(execution.status).toBe('SUCCEEDED');
  });

  it('ends well with its report when a schedule delivers a second time', async () => {
    const notDue = { ...clone, notDue: 'The time was already started by another run.' };
    const { called, execution } = await runMachine({ ...flow, scripts: { ...flow.answers, 'start-clone': [notDue] } });
    expect(called.map(({ name }) => name)).toEqual(['start-clone', 'write-report']);
    expect(execution.status).toBe('SUCCEEDED');
  });

  const missing = {
    'enter-clusters': [{ entered: ['source'] }, { entered: ['source', 'target'] }],
    'plan-clone': [
      { planHash: 'h', blockers: 0, createsCluster: true },
      { planHash: 'h', blockers: 0, createsCluster: false },
    ],
    'create-cluster': [{ name: 'dev', created: true, matchesBlueprint: true, differences: [] }],
  };

  it('makes a target cluster that is missing, enters it, and plans again with what is really there', async () => {
    const { called, execution } = await runMachine({ ...flow, scripts: { ...flow.answers, ...missing } });
    expect(called.map(({ name }) => name)).toEqual([
      ...flow.calls.slice(0, 3),
      'create-cluster',
      ...flow.calls.slice(1),
    ]);
    expect(execution.status).toBe('SUCCEEDED');
  });

  it('makes nothing when only a plan is wanted, and rolls back when the cluster cannot be made', async () => {
    const scripts = { ...flow.answers, ...missing };
    const planned = await runMachine({ ...flow, scripts: { ...scripts, 'start-clone': [plan] } });
    expect(planned.called.map(({ name }) => name)).not.toContain('create-cluster');
    const failed = await runMachine({ ...flow, scripts: { ...scripts, 'create-cluster': [named('ClusterFailed')] } });
    expect(failed.called.map(({ name }) => name)).toEqual([...flow.calls.slice(0, 3), 'create-cluster', ...undone]);
  });

  it('reports both failures, and ends with the first, when the roll-back fails too', async () => {
    const scripts = {
      ...flow.answers,
      'plan-clone': [named('PlanBlocked')],
      'roll-back': [named('RollBackIncomplete')],
    };
    const { called, execution } = await runMachine({ ...flow, scripts });
    expect(called.at(-1)?.payload).toMatchObject({
      failure: { Error: 'PlanBlocked' },
      rollBackFailure: { Error: 'States.TaskFailed' },
    });
    expect(execution.failure?.error).toBe('PlanBlocked');
  });

  it('fails by the error of the clone even when no report can be written', async () => {
    const scripts = {
      ...flow.answers,
      'verify-clone': [named('VerificationFailed')],
      'write-report': [named('AccessDenied')],
    };
    const { execution } = await runMachine({ ...flow, scripts });
    expect(execution.status).toBe('FAILED');
  });
});
