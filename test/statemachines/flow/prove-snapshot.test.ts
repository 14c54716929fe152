import { describe, expect, it } from 'vitest';
import { runMachine } from '../run-machine.ts';
import { clone, volume } from './fixtures.ts';
import { type Flow, itGoes } from './paths.ts';

const key = 'clones/clone-1/proofs/shop.data-0.jsonl';
const compared = { ...volume, compare: 'blocks' };
const flow: Flow = {
  machine: 'prove-snapshot',
  input: { clone, volume: compared, snapshotId: 'snap-target' },
  objects: { [`bucket/${key}`]: '{"number":0,"startIndex":0,"endIndex":64,"blocks":64}\n' },
  answers: { 'plan-proof': [{ segments: 1, key }], 'prove-segment': [{ blocks: 64 }] },
  calls: ['plan-proof', 'prove-segment'],
  output: { snapshotId: 'snap-target' },
  paths: [
    { step: 'plan-proof', afterwards: [], notYet: 'DeadlinePassed' },
    { step: 'prove-segment', afterwards: [], endsWith: 'States.ExceedToleratedFailureThreshold' },
  ],
};

describe('prove-snapshot', () => {
  itGoes(flow);

  it('compares each segment with the clone, the volume and the snapshot in the target', async () => {
    const { called } = await runMachine({ ...flow, scripts: flow.answers });
    expect(called[1]?.payload).toEqual({
      clone,
      volume: compared,
      snapshotId: 'snap-target',
      segment: { number: 0, startIndex: 0, endIndex: 64, blocks: 64 },
    });
  });

  it('is done where the lists say all', async () => {
    const scripts = { 'plan-proof': [{ segments: 0, key }] };
    const { execution, called } = await runMachine({ ...flow, scripts });
    expect(called.map(({ name }) => name)).toEqual(['plan-proof']);
    expect(execution.output).toEqual({ snapshotId: 'snap-target' });
  });
});
