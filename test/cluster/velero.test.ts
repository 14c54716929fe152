import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentAssembly } from '../../cli/assembly.ts';
import { administer } from '../../cli/demo/admin.ts';
import { startExecution } from '../../cli/demo/execution.ts';
import { loadCluster } from '../../cli/demo/load-cluster.ts';
import { proveObjects } from '../../cli/demo/prove-objects.ts';
import { ROUTE, recordsOf } from '../../cli/demo/run-demo.ts';
import { furniture } from '../../cli/demo/source-workload.ts';
import { addVelero, FROM_VELERO } from '../../cli/demo/velero/add-backups.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord } from '../../core/base/run/records.ts';
import type { Report } from '../../core/reporting/report.ts';
import { inProcessBackend } from '../../emulator/kubernetes/in-process.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { isDirectory, readExt4 } from '../../local/ext4/read-ext4.ts';
import { digest, makeTree, type Row, rowsOf } from './backup-tools/file-tree.ts';
import { freshBackup } from './backup-tools/fresh-backup.ts';

describe('a backup that a real Velero makes of a real cluster now', () => {
  let folder: string;
  let cloud: Cloud;
  let report: Report;
  let ended: { status: string; name: string };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kubeferry-fresh-'));
    makeTree(folder);
    const objects = await freshBackup(folder);
    const assembly = currentAssembly(() => {}, FROM_VELERO);
    cloud = await startCloud({ assembly, backend: inProcessBackend, speed: 50 });
    await loadCluster(administer(cloud.clusters.target.running), furniture('target'));
    addVelero(cloud, (given) => {
      given.clear();
      for (const [key, body] of objects) given.set(key, body);
    });
    // By its id, as the plugin of the test names them; Velero's own tags them.
    const { id: account, region } = cloud.accounts.source;
    const snapshot = cloud.ec2.place(account, region).snapshots.get('snap-0aaaaaaaaaaaaaaa1')!;
    snapshot.tags['velero.io/backup'] = 'fresh';
    const request = { source: { backup: 'latest' }, selection: { namespaces: ['shop'] } };
    const execution = await startExecution(cloud, ROUTE, request);
    ended = { name: execution.name, ...(await execution.ended()) };
    report = (await findRecord<Report>(recordsOf(cloud), keysOf(ended.name).report))!;
  });
  afterAll(async () => {
    await cloud?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is cloned, every object as intended', async () => {
    expect(ended, JSON.stringify([report?.failure, report?.findings])).toMatchObject({ status: 'SUCCEEDED' });
    const target = administer(cloud.clusters.target.running);
    expect((await proveObjects(target, recordsOf(cloud), ended.name)).different).toEqual([]);
    expect(report.translations.filter(({ outcome }) => outcome === 'apply').map(({ ref }) => ref.name)).toEqual(
      expect.arrayContaining(['api', 'settings', 'db', 'files']),
    );
  });

  it('brings one volume from its EBS snapshot, and one from Kopia with every name, byte, mode and time', async () => {
    expect(report.volumes.map(({ claim, strategy }) => [claim, strategy])).toEqual([
      ['shop/db', 'share-and-copy'],
      ['shop/files', 'write-image'],
    ]);
    const volumeId = report.volumes[1]!.targetVolumeId!;
    const rows: Record<string, Row> = {};
    for await (const file of readExt4(async (offset, length) => cloud.ec2.readVolume(volumeId, offset, length))) {
      const { path, inode, contents } = file;
      if (path === 'lost+found' || path === '') continue;
      const isLink = (inode.mode & 0o170000) === 0o120000;
      const content = isDirectory(inode) ? '' : isLink ? contents.toString() : digest(contents);
      rows[path] = { mode: inode.mode & 0o7777, modified: String(inode.modified), content };
    }
    const expected = rowsOf(folder);
    expect(Object.keys(rows).toSorted()).toEqual(Object.keys(expected).toSorted());
    expect(rows).toEqual(expected);
  });
});
