import { describe, expect, it } from 'vitest';
import { named } from '../../emulator/states/memory-host.ts';
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

  // Promise: masking-before-anything
  it('waits for the masking as long as a job may take, and comes to no later wave when it fails', async () => {
    const masking = { ...waves[0]!, wave: '135-masking' };
    const late = Array.from({ length: 500 }, () => named('NotYet'));
    const input = { clone, waves: [masking, waves[1]!] };
    const patient = await runMachine({ ...flow, input, scripts: { ...flow.answers, 'settle-wave': [...late, {}] } });
    expect(patient.execution.output).toEqual({ waves: 2 });
    const scripts = { ...flow.answers, 'settle-wave': [named('MaskingFailed', 'names ended with 3')] };
    const failed = await runMachine({ ...flow, input, scripts });
    expect(failed.execution.failure?.error).toBe('MaskingFailed');
    expect(failed.called.map(({ name }) => name)).toEqual(['apply-shard', 'settle-wave']);
  });

  it('has nothing to do without waves', async () => {
    const { execution } = await runMachine({ ...flow, input: { clone, waves: [] }, scripts: {} });
    expect(execution.output).toEqual({ waves: 0 });
  });
});
