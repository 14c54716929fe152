import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
import { freshBackups } from './backup-tools/fresh-backup.ts';

/** Something, a gap of zeros, and something at an odd place; no whole number of blocks. */
const DEVICE = Buffer.alloc(9 * 2 ** 20 + 512);
DEVICE.fill('at the beginning', 0, 700_000);
DEVICE.fill('and at the end', DEVICE.length - 300_001);

interface Cloned {
  ended: { status: string };
  name: string;
  report: Report;
}

describe('backups that a real Velero makes of a real cluster now', () => {
  let folder: string;
  let tree: string;
  let cloud: Cloud;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kubeferry-fresh-'));
    tree = join(folder, 'tree');
    makeTree(tree);
    const device = join(folder, 'device');
    writeFileSync(device, DEVICE);
    const objects = await freshBackups({ tree, device });
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
  });
  afterAll(async () => {
    await cloud?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function clone(backup: string, namespace: string): Promise<Cloned> {
    const request = { source: { backup }, selection: { namespaces: [namespace] } };
    const execution = await startExecution(cloud, ROUTE, request);
    const ended = await execution.ended();
    const report = (await findRecord<Report>(recordsOf(cloud), keysOf(execution.name).report))!;
    expect(ended, JSON.stringify([report?.failure, report?.findings])).toMatchObject({ status: 'SUCCEEDED' });
    const target = administer(cloud.clusters.target.running);
    expect((await proveObjects(target, recordsOf(cloud), execution.name)).different).toEqual([]);
    return { ended, name: execution.name, report };
  }
  const volumeOf = ({ report }: Cloned, claim: string) =>
    report.volumes.find((each) => each.claim === claim)!.targetVolumeId!;
  const strategies = ({ report }: Cloned) => report.volumes.map(({ claim, strategy }) => [claim, strategy]);

  async function filesOn(volumeId: string): Promise<Record<string, Row>> {
    const rows: Record<string, Row> = {};
    for await (const file of readExt4(async (offset, length) => cloud.ec2.readVolume(volumeId, offset, length))) {
      const { path, inode, contents } = file;
      if (path === 'lost+found' || path === '') continue;
      const isLink = (inode.mode & 0o170000) === 0o120000;
      const content = isDirectory(inode) ? '' : isLink ? contents.toString() : digest(contents);
      rows[path] = { mode: inode.mode & 0o7777, modified: String(inode.modified), content };
    }
    return rows;
  }

  it('are cloned: one volume from its EBS snapshot, one of a pod from Kopia with every name, byte, mode and time', async () => {
    const cloned = await clone('fresh', 'shop');
    expect(cloned.report.translations.filter(({ outcome }) => outcome === 'apply').map(({ ref }) => ref.name)).toEqual(
      expect.arrayContaining(['api', 'settings', 'db', 'files']),
    );
    expect(strategies(cloned)).toEqual([
      ['shop/db', 'share-and-copy'],
      ['shop/files', 'write-image'],
    ]);
    expect(await filesOn(volumeOf(cloned, 'shop/files'))).toEqual(rowsOf(tree));
  });

  it('are cloned: data that was moved off CSI snapshots, files as files and a device as the device', async () => {
    const cloned = await clone('latest', 'ledger');
    expect(strategies(cloned)).toEqual([
      ['ledger/notes', 'write-image'],
      ['ledger/raw', 'write-image'],
    ]);
    expect(await filesOn(volumeOf(cloned, 'ledger/notes'))).toEqual(rowsOf(tree));
    const bytes = await cloud.ec2.readVolume(volumeOf(cloned, 'ledger/raw'), 0, DEVICE.length);
    expect(digest(bytes)).toBe(digest(DEVICE));
  });
});
