import { describe, expect, it } from 'vitest';
import { named } from '../../emulator/states/memory-host.ts';
import { runMachine } from '../run-machine.ts';
import { clone, volume } from './fixtures.ts';
import { type Flow, itGoes } from './paths.ts';

const key = 'clones/clone-1/segments/shop.data-0.jsonl';
const flow: Flow = {
  machine: 'copy-blocks',
  input: { clone, volume },
  objects: { [`bucket/${key}`]: '{"number":0,"startIndex":0,"endIndex":64,"blocks":64}\n' },
  answers: {
    'plan-segments': [{ snapshotId: 'snap-target', segments: 1, blocks: 64, key }],
    'copy-segment': [{ blocks: 64 }],
    'seal-snapshot': [{ snapshotId: 'snap-target' }],
  },
  calls: ['plan-segments', 'copy-segment', 'seal-snapshot'],
  output: { snapshotId: 'snap-target' },
  paths: [
    { step: 'plan-segments', afterwards: [], notYet: 'DeadlinePassed' },
    { step: 'copy-segment', afterwards: [], endsWith: 'States.ExceedToleratedFailureThreshold' },
    { step: 'seal-snapshot', afterwards: [] },
  ],
};

describe('copy-blocks', () => {
  itGoes(flow);

  it('copies each segment with the clone, the volume and the snapshot', async () => {
    const { called } = await runMachine({ ...flow, scripts: flow.answers });
    expect(called[1]?.payload).toEqual({
      clone,
      volume,
      snapshotId: 'snap-target',
      segment: { number: 0, startIndex: 0, endIndex: 64, blocks: 64 },
    });
  });

  it('lists the blocks of a large volume over several invocations', async () => {
    const more = named('NotYet', 'The written blocks of shop/data-0 are being listed: those of 4700 GiB so far.');
    const answers = { ...flow.answers, 'plan-segments': [more, more, more, ...(flow.answers['plan-segments'] ?? [])] };
    const { execution, called } = await runMachine({ ...flow, scripts: answers });
    expect(execution.output).toEqual({ snapshotId: 'snap-target' });
    expect(called.filter(({ name }) => name === 'plan-segments')).toHaveLength(4);
  });

  it('seals an empty snapshot without copying anything', async () => {
    const answers = { ...flow.answers, 'plan-segments': [{ snapshotId: 'snap-target', segments: 0, blocks: 0, key }] };
    const { execution, called } = await runMachine({ ...flow, scripts: answers });
    expect(called.map(({ name }) => name)).toEqual(['plan-segments', 'seal-snapshot']);
    expect(execution.output).toEqual({ snapshotId: 'snap-target' });
  });
});
