import { describe, expect, it } from 'vitest';
import type { Json } from '../../../kube/kube-object.ts';
import { named } from '../../emulator/states/memory-host.ts';
import { runMachine } from '../run-machine.ts';
import { clone, plan } from './fixtures.ts';
import { type Flow, itGoes } from './paths.ts';

/** NotYet is asked again. */
const repeated = (called: { name: string }[], step: string) =>
  called.filter(({ name }) => name === step).map(({ name }) => name);

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
    'prepare-clone': [{ planHash: 'h', objects: 3, volumes: 1, blockers: 0, warnings: 0 }],
    'capture-source': [{ volumes: 1, volumesAtOnce: 20 }],
    'transfer-workload': [{ waves: 2 }],
    'verify-clone': [{ objects: 3, workloads: 1, volumes: 1, cutsOver: true }],
    'cut-over-source': [{ workloads: 1 }],
    'clean-up-clone': [{ removed: 3 }],
    'write-report': [report],
    'roll-back': [{ removed: 3 }],
  },
  calls: [
    'start-clone',
    'prepare-clone',
    'capture-source',
    'transfer-workload',
    'verify-clone',
    'cut-over-source',
    'clean-up-clone',
    'write-report',
  ],
  output: { status: 'SUCCEEDED', report: 'clones/clone-1/report.json' },
  paths: [
    { step: 'start-clone', afterwards: [] },
    { step: 'prepare-clone', afterwards: undone, isMachine: true },
    { step: 'capture-source', afterwards: undone, isMachine: true },
    { step: 'transfer-workload', afterwards: undone, isMachine: true },
    { step: 'verify-clone', afterwards: undone, notYet: 'DeadlinePassed' },
    { step: 'cut-over-source', afterwards: undone },
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
    const names = called.map(({ name }) => name);
    expect(names).toEqual(['start-clone', 'prepare-clone', 'clean-up-clone', 'write-report']);
    expect(execution.status).toBe('SUCCEEDED');
  });

  it('ends well with its report when a schedule delivers a second time', async () => {
    const notDue = { ...clone, notDue: 'The time was already started by another run.' };
    const { called, execution } = await runMachine({ ...flow, scripts: { ...flow.answers, 'start-clone': [notDue] } });
    expect(called.map(({ name }) => name)).toEqual(['start-clone', 'write-report']);
    expect(execution.status).toBe('SUCCEEDED');
  });

  it('reports both failures, and ends with the first, when the roll-back fails too', async () => {
    const scripts = {
      ...flow.answers,
      'verify-clone': [named('VerificationFailed')],
      'roll-back': [named('RollBackIncomplete')],
    };
    const { called, execution } = await runMachine({ ...flow, scripts });
    expect(called.at(-1)?.payload).toMatchObject({
      failure: { Error: 'VerificationFailed' },
      rollBackFailure: { Error: 'States.TaskFailed' },
    });
    expect(execution.failure?.error).toBe('VerificationFailed');
  });

  it('ends with the sentence of a function that refused it, without the JSON that Lambda puts around it', async () => {
    const scripts = { ...flow.answers, 'start-clone': [named('LockHeld', 'Run x is writing.')] };
    const { execution } = await runMachine({ ...flow, scripts });
    expect(execution.failure).toMatchObject({ error: 'LockHeld', stateCause: 'Run x is writing.' });
  });

  // Promise: verified-stays
  it('calls nothing between the verification and the clean-up when no cut-over is asked for', async () => {
    const verified = { objects: 3, workloads: 1, volumes: 1, cutsOver: false };
    const scripts = { ...flow.answers, 'verify-clone': [verified], 'cut-over-source': [named('AccessDenied')] };
    const { called, execution } = await runMachine({ ...flow, scripts });
    expect(called.map(({ name }) => name)).toEqual(flow.calls.filter((name) => name !== 'cut-over-source'));
    expect(execution.output).toEqual(flow.output);
  });

  it('stays, and says what is left, when the clean-up of a verified clone fails', async () => {
    for (const error of ['RollBackIncomplete', 'AccessDenied', 'NotYet', 'TypeError']) {
      const scripts = { ...flow.answers, 'clean-up-clone': [named(error, 'snap-1 is left.')] };
      const { called, execution } = await runMachine({ ...flow, scripts });
      expect(called.map(({ name }) => name)).toEqual(
        flow.calls.flatMap((name) => (name === 'clean-up-clone' ? repeated(called, name) : [name])),
      );
      expect(called.at(-1)).toMatchObject({ name: 'write-report', payload: { left: { Error: error } } });
      expect(execution.status).toBe('SUCCEEDED');
    }
  });

  it('stays, and answers why, when no report of a verified clone can be written', async () => {
    const scripts = {
      ...flow.answers,
      'clean-up-clone': [named('RollBackIncomplete', 'snap-1 is left.')],
      'write-report': [named('AccessDenied')],
    };
    const { called, execution } = await runMachine({ ...flow, scripts });
    expect(called.map(({ name }) => name)).not.toContain('roll-back');
    expect(execution.output).toMatchObject({
      status: 'SUCCEEDED',
      left: { Error: 'RollBackIncomplete' },
      unwritten: { Error: 'AccessDenied' },
    });
  });

  it('names the way to undo the rest when neither the roll-back nor the report went well', async () => {
    const made = { ...clone, route: { name: 'prod-to-dev' } };
    const scripts = {
      ...flow.answers,
      'start-clone': [made],
      'verify-clone': [named('VerificationFailed', 'A claim is gone.')],
      'roll-back': [named('RollBackIncomplete')],
      'write-report': [named('AccessDenied')],
    };
    const { execution } = await runMachine({ ...flow, scripts });
    expect(execution.failure).toMatchObject({ error: 'VerificationFailed' });
    expect(execution.failure?.stateCause).toMatch(/^A claim is gone\. .*kubeferry rollback prod-to-dev clone-1$/);
  });

  it('lets the roll-back know why the run failed', async () => {
    const scripts = { ...flow.answers, 'prepare-clone': [named('PlanBlocked')] };
    const { called } = await runMachine({ ...flow, scripts });
    const { payload } = called.find(({ name }) => name === 'roll-back')!;
    expect(JSON.stringify((payload as { failure: unknown }).failure)).toContain('PlanBlocked');
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
