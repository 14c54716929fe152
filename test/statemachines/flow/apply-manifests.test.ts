import { describe, expect, it } from 'vitest';
import { runMachine } from '../run-machine.ts';
import { clone, waves } from './fixtures.ts';
import { type Flow, itGoes } from './paths.ts';

const [first, second] = waves.map(({ prefix }) => prefix);
const flow: Flow = {
  machine: 'apply-manifests',
  input: { clone, waves },
  objects: { [`bucket/${first}0001`]: '', [`bucket/${second}0001`]: '', [`bucket/${second}0002`]: '' },
  answers: { 'apply-shard': [{ created: 1 }], 'settle-wave': [{ settled: true }] },
  calls: ['apply-shard', 'settle-wave', 'apply-shard', 'apply-shard', 'settle-wave'],
  output: { waves: 2 },
  paths: [
    { step: 'apply-shard', afterwards: [], endsWith: 'States.ExceedToleratedFailureThreshold' },
    { step: 'settle-wave', afterwards: [], notYet: 'DeadlinePassed' },
    { step: 'settle-wave', call: 1, afterwards: [] },
  ],
};

describe('apply-manifests', () => {
  itGoes(flow);

  it('applies each shard by its key, wave after wave', async () => {
    const { called } = await runMachine({ ...flow, scripts: flow.answers });
    expect(called.map(({ payload }) => (payload as { key?: string }).key)).toEqual([
      `${first}0001`,
      undefined,
      `${second}0001`,
      `${second}0002`,
      undefined,
    ]);
  });

  it('has nothing to do without waves', async () => {
    const { execution } = await runMachine({ ...flow, input: { clone, waves: [] }, scripts: {} });
    expect(execution.output).toEqual({ waves: 0 });
  });
});
