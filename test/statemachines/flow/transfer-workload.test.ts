import { describe, expect, it } from 'vitest';
import { named } from '../../emulator/states/memory-host.ts';
import { runMachine } from '../run-machine.ts';
import { clone, handing, volume, waves } from './fixtures.ts';
import { type Flow, itGoes } from './paths.ts';

const flow: Flow = {
  machine: 'transfer-workload',
  input: { clone, volumes: 0 },
  objects: { 'bucket/clones/clone-1/volumes.jsonl': `${JSON.stringify(volume)}\n` },
  answers: {
    'translate-manifests': [{ waves }],
    'park-former-clone': [{ parked: 0 }],
    'apply-manifests': [{ waves: 2 }],
    'copy-volume': [{ volumeId: 'vol-1' }],
  },
  calls: ['translate-manifests', 'apply-manifests', 'translate-manifests', 'park-former-clone', 'apply-manifests'],
  output: { waves: 2 },
  paths: [
    { step: 'translate-manifests', afterwards: [] },
    { step: 'apply-manifests', afterwards: [], isMachine: true },
    { step: 'translate-manifests', call: 1, afterwards: [] },
    { step: 'park-former-clone', afterwards: [], notYet: 'DeadlinePassed' },
    { step: 'apply-manifests', call: 1, afterwards: [], isMachine: true },
  ],
};

describe('transfer-workload without volumes', () => itGoes(flow));

describe('transfer-workload with volumes', () => {
  const input = { clone, volumes: 1, volumesAtOnce: 20 };

  it('copies the volumes before it applies the workload', async () => {
    const { execution, called } = await runMachine({ ...flow, input, scripts: flow.answers });
    expect(execution.output).toEqual({ waves: 2 });
    const names = called.map(({ name }) => name);
    expect(names.toSorted()).toEqual([...flow.calls, 'copy-volume'].toSorted());
    expect(names.indexOf('copy-volume')).toBeLessThan(names.lastIndexOf('translate-manifests'));
    expect(called.find(({ name }) => name === 'copy-volume')?.payload).toMatchObject({ clone, volume });
    const stages = called.map(({ payload }) => (payload as { stage?: string }).stage).filter(Boolean);
    expect(stages).toEqual(['foundation', 'workload']);
  });

  it('applies no workload when a volume cannot be copied', async () => {
    const scripts = { ...flow.answers, 'copy-volume': [named('SnapshotFailed')] };
    const { execution, visited } = await runMachine({ ...flow, input, scripts });
    expect(execution.failure?.error).toBe('States.ExceedToleratedFailureThreshold');
    expect(visited).not.toContain('Translate manifests of the workload');
  });
});

describe('transfer-workload along a route that may hand volumes over', () =>
  itGoes({
    ...flow,
    input: { clone: handing, volumes: 0 },
    answers: { ...flow.answers, 'hand-volumes-over': [{ volumes: 1 }] },
    calls: [...flow.calls.slice(0, 2), 'hand-volumes-over', ...flow.calls.slice(2)],
    paths: [{ step: 'hand-volumes-over', afterwards: [], notYet: 'DeadlinePassed' }],
  }));
