import { beforeEach, describe, expect, it } from 'vitest';
import type { VeleroMember } from '../../../../core/base/request/source.ts';
import { editGzipped } from './backup-bucket.ts';
import { BackupWorld } from './backup-world.ts';

let world: BackupWorld;
beforeEach(() => {
  world = new BackupWorld();
  world.addSnapshot('snap-0aaaaaaaaaaaaaaa1');
  world.addSnapshot('snap-0aaaaaaaaaaaaaaa3');
});
const NIGHTLY = { selection: { namespaces: ['shop'] }, source: { backup: 'nightly-1' } };

// Promise: velero-blockers
describe('what is not of a backup, though its files in the bucket say so, blocks the plan:', () => {
  it('a snapshot that Velero has tagged for another backup, unless the route names it', async () => {
    world.addSnapshot('snap-0aaaaaaaaaaaaaaa3', { 'velero.io/backup': 'payroll-1' });
    expect(await world.blockers(NIGHTLY)).toEqual([
      expect.stringContaining(
        'of claim shop/queue, is of backup "payroll-1" by its tag velero.io/backup. Clone from that one',
      ),
    ]);
    const source = world.route.source as VeleroMember;
    source.allowSnapshots = ['snap-0aaaaaaaaaaaaaaa3'];
    const blockers = await world.blockers(NIGHTLY).finally(() => {
      source.allowSnapshots = undefined;
    });
    expect(blockers).toEqual([]);
  });

  it('files that would come from the repository of another namespace', async () => {
    editGzipped(world.bucket, 'nightly-1', '-volumeinfo.json.gz', (rows) =>
      rows.map((row: { pvbInfo?: object }) =>
        row.pvbInfo ? { ...row, pvbInfo: { ...row.pvbInfo, podNamespace: 'pay' } } : row,
      ),
    );
    expect(await world.blockers(NIGHTLY)).toEqual([
      expect.stringContaining(
        'Claim shop/files would have its files from the repository of namespace "pay", which is not its own',
      ),
    ]);
  });
});
