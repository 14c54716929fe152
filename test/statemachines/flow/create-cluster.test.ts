import { describe, expect, it } from 'vitest';
import { runMachine } from '../run-machine.ts';
import { clone } from './fixtures.ts';
import { type Flow, itGoes } from './paths.ts';

const made = { name: 'dev', created: true, matchesBlueprint: true, differences: [] };
const stages = ['cluster', 'nodes', 'add-ons', 'access'];
const flow: Flow = {
  machine: 'create-cluster',
  input: { clone },
  answers: { 'make-cluster': [{ parts: 1 }], 'complete-cluster': [made] },
  calls: [...stages.map(() => 'make-cluster'), 'complete-cluster'],
  output: made,
  paths: [
    ...stages.map((_, call) => ({ step: 'make-cluster', call, afterwards: [], notYet: 'DeadlinePassed' })),
    { step: 'complete-cluster', afterwards: [] },
  ],
};

describe('create-cluster', () => {
  itGoes(flow);

  it('makes one stage after the other', async () => {
    const { called } = await runMachine({ ...flow, scripts: flow.answers });
    expect(called.slice(0, 4).map(({ payload }) => payload)).toEqual(stages.map((stage) => ({ clone, stage })));
  });
});
