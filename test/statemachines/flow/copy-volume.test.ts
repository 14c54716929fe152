import { describe, expect, it } from 'vitest';
import { runMachine } from '../run-machine.ts';
import { clone, volume } from './fixtures.ts';
import { type Flow, itGoes } from './paths.ts';

const common: Flow['answers'] = {
  'await-snapshot': [{ snapshotId: 'snap-source' }, { snapshotId: 'snap-target' }],
  'create-volume': [{ volumeId: 'vol-1' }],
  'verify-volume': [{ volumeId: 'vol-1' }],
};
const paths: Flow['paths'] = [
  { step: 'await-snapshot', afterwards: [], notYet: 'DeadlinePassed' },
  { step: 'await-snapshot', call: 1, afterwards: [], notYet: 'DeadlinePassed' },
  { step: 'create-volume', afterwards: [], notYet: 'DeadlinePassed' },
  { step: 'verify-volume', afterwards: [], notYet: 'DeadlinePassed' },
];

describe('copy-volume by share-and-copy', () => {
  itGoes({
    machine: 'copy-volume',
    input: { clone, volume },
    answers: {
      ...common,
      'share-snapshot': [{ snapshotId: 'snap-source' }],
      'copy-snapshot': [{ snapshotId: 'snap-target' }],
    },
    calls: ['await-snapshot', 'share-snapshot', 'copy-snapshot', 'await-snapshot', 'create-volume', 'verify-volume'],
    output: { volumeId: 'vol-1' },
    paths: [
      ...paths,
      { step: 'share-snapshot', afterwards: [], notYet: 'DeadlinePassed' },
      { step: 'copy-snapshot', afterwards: [], notYet: 'DeadlinePassed' },
    ],
  });
});

describe('copy-volume by copy-blocks', () => {
  itGoes({
    machine: 'copy-volume',
    input: { clone, volume: { ...volume, strategy: 'copy-blocks' } },
    answers: { ...common, 'copy-blocks': [{ snapshotId: 'snap-target' }] },
    calls: ['await-snapshot', 'copy-blocks', 'await-snapshot', 'create-volume', 'verify-volume'],
    output: { volumeId: 'vol-1' },
    paths: [{ step: 'copy-blocks', afterwards: [], isMachine: true }],
  });
});

describe('copy-volume with a proof', () => {
  itGoes({
    machine: 'copy-volume',
    input: { clone, volume: { ...volume, strategy: 'copy-blocks', compare: 'blocks' } },
    answers: {
      ...common,
      'copy-blocks': [{ snapshotId: 'snap-target' }],
      'prove-snapshot': [{ snapshotId: 'snap-target' }],
    },
    calls: ['await-snapshot', 'copy-blocks', 'await-snapshot', 'prove-snapshot', 'create-volume', 'verify-volume'],
    output: { volumeId: 'vol-1' },
    paths: [{ step: 'prove-snapshot', afterwards: [], isMachine: true }],
  });
});

describe.each(['files', 'image'])('copy-volume by write-image, from a repository that holds %s', (kind) => {
  itGoes({
    machine: 'copy-volume',
    input: { clone, volume: { ...volume, strategy: 'write-image', origin: { kind, snapshotId: '3e6fe542' } } },
    answers: {
      ...common,
      'await-snapshot': [{ snapshotId: 'snap-target' }],
      'lay-out-image': [{ recipes: 4, blocks: 2_000 }],
      'copy-blocks': [{ snapshotId: 'snap-target' }],
    },
    calls: ['lay-out-image', 'copy-blocks', 'await-snapshot', 'create-volume', 'verify-volume'],
    output: { volumeId: 'vol-1' },
    paths: [
      { step: 'lay-out-image', afterwards: [] },
      { step: 'copy-blocks', afterwards: [], isMachine: true },
    ],
  });
});

describe('copy-volume', () => {
  it('hands the snapshot of each place to what comes next', async () => {
    const { called } = await runMachine({
      machine: 'copy-volume',
      input: { clone, volume },
      scripts: {
        ...common,
        'share-snapshot': [{ snapshotId: 'snap-source' }],
        'copy-snapshot': [{ snapshotId: 'snap-target' }],
      },
    });
    const handed = called.map(({ payload }) => payload as { side?: string; snapshotId?: string; volumeId?: string });
    expect(handed.map(({ side, snapshotId, volumeId }) => [side, snapshotId, volumeId])).toEqual([
      ['source', 'snap-source', undefined],
      [undefined, undefined, undefined],
      [undefined, undefined, undefined],
      ['target', 'snap-target', undefined],
      [undefined, 'snap-target', undefined],
      [undefined, 'snap-target', 'vol-1'],
    ]);
  });

  it('refuses a strategy that it does not know, and names the claim', async () => {
    const unknown = { ...volume, strategy: 'teleport' };
    const { execution, called } = await runMachine({
      machine: 'copy-volume',
      input: { clone, volume: unknown },
      scripts: common,
    });
    expect(execution.failure?.error).toBe('InvalidRequest');
    expect(execution.failure?.stateCause).toContain('shop/data-0');
    expect(called).toHaveLength(1);
  });
});
