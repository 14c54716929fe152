import { untar } from '../../../../adapters/velero/untar.ts';
import type { ClusterInfo } from '../../../../core/base/ports/clusters.ts';
import type { Request, RequestInput } from '../../../../core/base/request/request.ts';
import type { Route } from '../../../../core/base/request/route.ts';
import type { VeleroMember } from '../../../../core/base/request/source.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { readRecord } from '../../../../core/base/run/records.ts';
import { blockersOf, type Plan } from '../../../../core/plan/plan.ts';
import { planClone } from '../../../../core/plan/plan-clone.ts';
import { backupSide } from '../../../../core/plan/velero/backup-side.ts';
import { unpackBackup } from '../../../../core/plan/velero/unpack-backup.ts';
import { openRepository } from '../../../../core/repositories/open-repository.ts';
import { startClone } from '../../../../core/serve/start/start-clone.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { addSnapshot } from '../../../memory/ebs-making.ts';
import { ebsWorld } from '../../../memory/ebs-world.ts';
import { memoryKeyStore } from '../../../memory/key-store.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { memoryVolumeStorage } from '../../../memory/volume-storage.ts';
import { blobsOf, PASSWORD } from '../../repositories/folder-blobs.ts';
import { fakeRuns } from '../../serve/api/fake-runs.ts';
import { placeOf, veleroBucket } from './backup-bucket.ts';

const KEY = 'arn:aws:kms:eu-west-1:444455556666:key/11111111-2222-3333-4444-555555555555';
const SOURCE: VeleroMember = {
  account: '222233334444',
  region: 'us-east-1',
  cluster: 'prod',
  kind: 'velero',
  backups: { bucket: 'velero', prefix: 'team' },
  roleArn: 'source',
  externalId: 'x',
};
const TARGET = {
  account: '444455556666',
  region: 'eu-west-1',
  cluster: 'dev',
  roleArn: 't',
  externalId: 'x',
  kmsKeyArn: KEY,
};
const AT = '2026-12-01T00:00:00Z';

const NODE: KubeObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'node', labels: { 'topology.kubernetes.io/zone': 'eu-west-1a' } },
};
const CLASS: KubeObject = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'gp3' },
  provisioner: 'ebs.csi.aws.com',
};

/** Plans of clones from the two real backups, step by step as the machines call them. */
export class BackupWorld {
  readonly bucket = veleroBucket();
  readonly store = memoryObjectStore();
  readonly ebs = ebsWorld(leapingClock());
  password = PASSWORD;
  readonly route: Route = {
    name: 'nightly-to-dev',
    source: SOURCE,
    target: TARGET,
    mayQuiesce: false,
    limits: {},
    defaults: {},
  };

  /** A snapshot at the source with the tags that Velero's plugin gives. */
  addSnapshot(id: string, tags: Record<string, string> = { 'velero.io/backup': 'nightly-1' }): void {
    const described = { volumeId: 'vol-0aaaaaaaaaaaaaaa1', sizeGiB: 8, encrypted: false, tags };
    const added = addSnapshot(this.ebs, SOURCE, described, { blocks: new Map(), madeBy: 'create' });
    this.ebs.snapshots.delete(added.snapshot.id);
    added.snapshot.id = id;
    this.ebs.snapshots.set(id, added);
    this.ebs.clock.sleep(60_000);
  }

  begin(request: unknown, name = 'run-1'): Promise<Clone> {
    const start = { route: this.route.name, execution: { id: `arn:${name}`, name, startTime: AT }, request };
    return startClone([this.route], start, {
      store: this.store,
      runs: fakeRuns(),
      now: () => new Date(AT),
      announce: async () => {},
      backups: async () => placeOf(this.bucket),
      checkSource: async () => {},
      resolveTargetKey: async () => ({ arn: KEY, enabled: true, customerManaged: true }),
    });
  }

  async plan(request: RequestInput, name = 'run-1'): Promise<{ clone: Clone; plan: Plan }> {
    const clone = await this.begin(request, name);
    const { store, ebs, bucket } = this;
    const given = await readRecord<Request>(store, keysOf(name).request, 'test');
    const [keys, storage] = [memoryKeyStore(ebs), memoryVolumeStorage(ebs, SOURCE)];
    const backup = await unpackBackup(clone, { store, untar, place: placeOf(bucket) });
    const source = await backupSide(backup, SOURCE, given, {
      storage,
      keys,
      openRepository: ({ type, prefix }) => openRepository(type, { blobs: blobsOf(bucket), prefix }, this.password),
    });
    const target = {
      api: memoryCluster({ objects: [NODE, CLASS] }),
      info: { name: 'dev', version: '1.36', autoModeStorage: false } as ClusterInfo,
      storage: memoryVolumeStorage(ebs, TARGET),
      keys,
    };
    const newKey = () => Buffer.alloc(32, 1);
    const blockQuotas = async () => ({ read: 1_000, write: 1_000 });
    return { clone, plan: await planClone({ clone, request: given, store, source, target, newKey, blockQuotas }) };
  }

  blockers = async (request: RequestInput) =>
    blockersOf((await this.plan(request)).plan).map(({ sentence }) => sentence);
}

export const sentences = ({ findings }: Plan, rule: string) =>
  findings.filter((each) => each.rule === rule).map(({ severity, sentence }) => `${severity}: ${sentence}`);

const SHOP = { selection: { namespaces: ['shop'] } };
/** Requests for the two backups. */
export const NIGHTLY = { ...SHOP, source: { backup: 'nightly-1' } };
export const CSI = { ...SHOP, source: { backup: 'csi-1' } };

/** With the snapshots of the nightly backup at the source. */
export function worldWithSnapshots(): BackupWorld {
  const world = new BackupWorld();
  for (const end of ['1', '3']) world.addSnapshot(`snap-0aaaaaaaaaaaaaaa${end}`);
  return world;
}
