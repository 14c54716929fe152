import { describe, expect, it } from 'vitest';
import { named } from '../../emulator/states/memory-host.ts';
import { runMachine, type Script } from '../run-machine.ts';
import { clone, volume, waves } from './fixtures.ts';

const segments = 'clones/clone-1/segments/shop.data-1.jsonl';
const shards = waves.flatMap(({ prefix }) => [`bucket/${prefix}0001`, `bucket/${prefix}0002`]);
const volumes = [volume, { ...volume, claim: 'shop/data-1', strategy: 'copy-blocks' }];
const objects = {
  'bucket/clones/clone-1/volumes.jsonl': volumes.map((line) => JSON.stringify(line)).join('\n'),
  [`bucket/${segments}`]: '{"number":0}\n{"number":1}\n',
  ...Object.fromEntries(shards.map((key) => [key, ''])),
};

const scripts: Record<string, Script> = {
  'start-clone': [clone],
  'enter-clusters': [{ entered: ['source', 'target'] }],
  'plan-clone': [{ planHash: 'h', objects: 3, volumes: 2, blockers: 0, warnings: 0 }],
  'export-manifests': [{ objects: 3, shards: 1 }],
  'quiesce-source': [{ workloads: 1 }],
  'snapshot-volumes': [{ volumes: 2, volumesAtOnce: 20 }],
  'resume-source': [{ workloads: 1 }],
  'await-snapshot': [{ snapshotId: 'snap' }],
  'share-snapshot': [{ snapshotId: 'snap' }],
  'copy-snapshot': [{ snapshotId: 'snap' }],
  'plan-segments': [{ snapshotId: 'snap', segments: 2, blocks: 9, key: segments }],
  'copy-segment': [{ blocks: 5 }],
  'seal-snapshot': [{ snapshotId: 'snap' }],
  'create-volume': [{ volumeId: 'vol' }],
  'verify-volume': [{ volumeId: 'vol' }],
  'translate-manifests': [{ waves }],
  'park-former-clone': [{ parked: 0 }],
  'apply-shard': [{ created: 1 }],
  'settle-wave': [{ settled: true }],
  'verify-clone': [{ objects: 3, workloads: 1, volumes: 2, cutsOver: true }],
  'cut-over-source': [{ workloads: 0 }],
  'clean-up-clone': [{ removed: 3 }],
  'write-report': [
    (payload) => ({ status: 'DONE', failure: (payload as { failure?: { Error: string } }).failure ?? null }),
  ],
  'close-run': [{ closedAt: '2026-11-22T10:00:00Z' }],
  'roll-back-objects': [{ deleted: 3, kept: 0 }],
  'restore-former-clone': [{ restored: 0 }],
  'roll-back-volumes': [{ deleted: 2 }],
  'roll-back-cluster': [{ deleted: 0, kept: 0 }],
};
const whole = { machine: 'clone-workload', input: {}, withChildren: true, objects };

/** How often each function was called. */
function countsOf(called: { name: string }[]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(Object.groupBy(called, ({ name }) => name)).map(([name, calls]) => [name, calls?.length ?? 0]),
  );
}

describe('a whole clone, with all its machines', () => {
  it('calls every step as often as there is work for it', async () => {
    const { execution, called } = await runMachine({ ...whole, scripts });
    expect(execution.failure?.message).toBeUndefined();
    expect(countsOf(called)).toMatchObject({
      'await-snapshot': 4,
      'share-snapshot': 1,
      'copy-snapshot': 1,
      'copy-segment': 2,
      'create-volume': 2,
      'translate-manifests': 2,
      'apply-shard': 8,
      'settle-wave': 4,
      'clean-up-clone': 1,
    });
    expect(countsOf(called)).not.toHaveProperty('roll-back-objects');
  });

  it.each(['copy-segment', 'verify-volume', 'apply-shard', 'settle-wave', 'snapshot-volumes'])(
    'undoes everything, once, when %s fails deep inside',
    async (step) => {
      const { execution, called } = await runMachine({
        ...whole,
        scripts: { ...scripts, [step]: [named('AccessDenied')] },
      });
      expect(execution.status).toBe('FAILED');
      const counts = countsOf(called);
      expect([counts['roll-back-objects'], counts['roll-back-volumes'], counts['clean-up-clone']]).toEqual([1, 1, 1]);
      expect(called.at(-1)?.name).toBe('write-report');
    },
  );

  // Promise: cut-over-stays
  it.each(['await-snapshot', 'create-volume', 'translate-manifests', 'apply-shard', 'verify-clone', 'cut-over-source'])(
    'resumes the source of a cut-over when %s fails later on',
    async (step) => {
      const { called } = await runMachine({ ...whole, scripts: { ...scripts, [step]: [named('AccessDenied')] } });
      const stages = called.flatMap(({ name, payload }) =>
        name === 'resume-source' ? [(payload as { stage?: string }).stage] : [],
      );
      expect(stages).toEqual(['captured', 'roll-back']);
    },
  );

  it('keeps state data small and passes pointers only', async () => {
    const { world } = await runMachine({ ...whole, scripts });
    const sizes = [...world.engine.executions.values()].map(({ input }) => JSON.stringify(input).length);
    expect(Math.max(...sizes)).toBeLessThan(2000);
  });
});
