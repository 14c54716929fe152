import { describe, expect, it } from 'vitest';
import { runMachine } from '../run-machine.ts';
import { clone } from './fixtures.ts';
import { type Flow, itGoes } from './paths.ts';

const made = { name: 'dev', created: true, matchesBlueprint: true, differences: [] };
const stages = ['nodes', 'add-ons', 'access'];
const flow: Flow = {
  machine: 'create-cluster',
  input: { clone },
  answers: { 'make-cluster': [{ parts: 1 }], 'fill-cluster': [{ parts: 1 }], 'complete-cluster': [made] },
  calls: ['make-cluster', ...stages.map(() => 'fill-cluster'), 'complete-cluster'],
  output: made,
  paths: [
    { step: 'make-cluster', afterwards: [], notYet: 'DeadlinePassed' },
    ...stages.map((_, call) => ({ step: 'fill-cluster', call, afterwards: [], notYet: 'DeadlinePassed' })),
    { step: 'complete-cluster', afterwards: [] },
  ],
};

describe('create-cluster', () => {
  itGoes(flow);

  it('fills it one stage after the other', async () => {
    const { called } = await runMachine({ ...flow, scripts: flow.answers });
    expect(called.slice(1, 4).map(({ payload }) => payload)).toEqual(stages.map((stage) => ({ clone, stage })));
  });
});
