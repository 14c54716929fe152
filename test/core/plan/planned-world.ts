import type { ClusterInfo } from '../../../core/base/ports/clusters.ts';
import { Request, type RequestInput } from '../../../core/base/request/request.ts';
import type { Clone } from '../../../core/base/run/envelope.ts';
import { keysOf } from '../../../core/base/run/keys.ts';
import { readShards, writeRecord } from '../../../core/base/run/records.ts';
import { holdExport } from '../../../core/execute/apply/hold-export.ts';
import { translateClone } from '../../../core/execute/apply/translate-clone.ts';
import type { Approval } from '../../../core/plan/approval/approval.ts';
import { askForApproval } from '../../../core/plan/approval/ask.ts';
import { mayGoOn, planBefore } from '../../../core/plan/approval/may-go-on.ts';
import { exportManifests } from '../../../core/plan/export/export-manifests.ts';
import type { Invocation } from '../../../core/plan/export/export-so-far.ts';
import type { OpenRepository } from '../../../core/plan/origins/find-files.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { planClone } from '../../../core/plan/plan-clone.ts';
import { makeReport } from '../../../core/reporting/make-report.ts';
import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { leapingClock } from '../../memory/clock.ts';
import { type MemoryClusterOptions, memoryCluster } from '../../memory/cluster-api.ts';
import { addVolume, ebsWorld } from '../../memory/ebs-world.ts';
import { memoryKeyStore } from '../../memory/key-store.ts';
import { memoryObjectStore } from '../../memory/object-store.ts';
import { memoryVolumeStorage } from '../../memory/volume-storage.ts';

const SOURCE = { account: '222233334444', region: 'us-east-1', cluster: 'prod' };
const TARGET = { account: '444455556666', region: 'eu-west-1', cluster: 'dev' };
const AT = '2026-11-22T10:00:00.000Z';

type Fields = Record<string, unknown>;
export const object = (apiVersion: string, kind: string, name: string, fields: Fields = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop' },
  ...fields,
});
export const wide = (apiVersion: string, kind: string, name: string, fields: Fields = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name },
  ...fields,
});
export const deployment = (name: string, container: Fields, replicas = 1, pod: Fields = {}) =>
  object('apps/v1', 'Deployment', name, {
    spec: { replicas, template: { metadata: {}, spec: { containers: [{ name: 'main', ...container }], ...pod } } },
  });
export const config = (name: string, value: string) => object('v1', 'ConfigMap', name, { data: { value } });
export const secret = (name: string, value: string) =>
  object('v1', 'Secret', name, { data: { password: Buffer.from(value).toString('base64') } });

const CLASS = wide('storage.k8s.io/v1', 'StorageClass', 'gp3', { provisioner: 'ebs.csi.aws.com' });
const NODE = (zone: string) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: `node-${zone}`, labels: { 'topology.kubernetes.io/zone': zone } },
});

/** A source and a target in memory, between which runs are planned, captured and translated, but nothing is applied. */
export class PlannedWorld {
  readonly store = memoryObjectStore();
  readonly ebs = ebsWorld(leapingClock());
  readonly source: ClusterApi;
  readonly target = memoryCluster({ objects: [NODE('eu-west-1a'), CLASS] });
  /** Of the source. */
  openRepository?: OpenRepository;
  #runs = 0;

  /** `may`: what RBAC of the source says to reviews. */
  constructor(objects: KubeObject[], may: MemoryClusterOptions['may'] = () => true) {
    const { id, tags } = addVolume(this.ebs, SOURCE, 'us-east-1a', 4).volume;
    Object.assign(tags, { 'kubernetes.io/cluster/prod': 'owned', 'kubernetes.io/created-for/pv/name': 'pv-data' });
    const spec = { storageClassName: 'gp3', volumeMode: 'Filesystem' };
    this.source = memoryCluster({
      may,
      objects: [
        NODE('us-east-1a'),
        CLASS,
        wide('v1', 'Namespace', 'shop'),
        wide('v1', 'PersistentVolume', 'pv-data', {
          spec: {
            ...spec,
            claimRef: { namespace: 'shop', name: 'data' },
            csi: { driver: 'ebs.csi.aws.com', volumeHandle: id },
          },
        }),
        object('v1', 'PersistentVolumeClaim', 'data', { spec: { ...spec, volumeName: 'pv-data' } }),
        ...objects,
      ],
    });
  }

  put = (changed: KubeObject) => this.source.apply(changed, { manager: 'somebody', force: true });

  /** A run up to its plan, as the steps before "Capture source" do it. */
  async start(asked: RequestInput = {}, route: Partial<Clone['route']> = {}): Promise<Run> {
    this.#runs += 1;
    const request = Request.parse({ selection: { namespaces: ['shop'] }, ...asked });
    const clone = {
      cloneId: `run-${this.#runs}`,
      mode: request.mode,
      startedAt: AT,
      route: { name: 'prod-to-dev', source: SOURCE, target: { ...TARGET, kmsKeyArn: 'key' }, limits: {}, ...route },
    } as Clone;
    await writeRecord(this.store, keysOf(clone.cloneId).request, request);
    const run = new Run(this, clone, request);
    await run.plan();
    return run;
  }
}

/** What AWS gives an account of eu-west-1. */
const QUOTAS = { read: 5_000, write: 5_000 };

export class Run {
  readonly #world: PlannedWorld;
  readonly clone: Clone;
  readonly request: Request;
  planned!: Plan;

  constructor(world: PlannedWorld, clone: Clone, request: Request) {
    this.#world = world;
    this.clone = clone;
    this.request = request;
  }

  /** `approval`: what the machine has just been given. With an `invocation` it throws NotYet when the time of that is over. */
  async plan(approval?: Approval, invocation?: Invocation): Promise<Plan> {
    const { store, ebs, source, target, openRepository } = this.#world;
    const info = { version: '1.36', autoModeStorage: false } as ClusterInfo;
    const sideOf = (api: ClusterApi, place: typeof SOURCE) => ({
      api,
      info,
      storage: memoryVolumeStorage(ebs, place),
      keys: memoryKeyStore(ebs),
    });
    const sides = {
      source: { ...sideOf(source, SOURCE), ...(openRepository ? { openRepository } : {}) },
      target: sideOf(target, TARGET),
    };
    const { clone, request } = this;
    let keys = 0;
    const newKey = () => Buffer.alloc(32, ++keys);
    const before = await planBefore(store, { clone, request, approval });
    this.planned = await planClone({
      clone,
      request,
      store,
      ...sides,
      before,
      newKey,
      blockQuotas: async () => QUOTAS,
      invocation,
    });
    return this.planned;
  }

  /** "Plan clone" once more after somebody approved. */
  async goOn(approved?: string): Promise<Plan> {
    const { store } = this.#world;
    const approval: Approval | undefined = approved ? { by: approved, at: AT, planHash: this.#asked } : undefined;
    const plan = approved ? await this.plan(approval) : this.planned;
    const run = { clone: this.clone, request: this.request, plan, madeCluster: false, approval };
    this.planned = (await mayGoOn(store, run)).plan;
    return this.planned;
  }

  #asked = '';
  async ask(): Promise<void> {
    const { plan } = await askForApproval(this.#world.store, this.clone, { token: 't', askedAt: AT });
    this.#asked = plan.hash;
  }

  /** "Export manifests". */
  async capture(): Promise<{ changed: number }> {
    const { store, source } = this.#world;
    const keys = keysOf(this.clone.cloneId);
    const place = { store, prefix: keys.export, indexKey: keys.index };
    await exportManifests(source, this.request.selection, place);
    return holdExport(store, this.clone);
  }

  report = () => makeReport(this.#world.store, this.clone, { endedAt: AT });

  /** Everything that would be applied. */
  async translate(): Promise<KubeObject[]> {
    const { store } = this.#world;
    for (const stage of ['foundation', 'workload'] as const) await translateClone(store, this.clone, stage);
    const all: KubeObject[] = [];
    const { allTranslated } = keysOf(this.clone.cloneId);
    for await (const objects of readShards<KubeObject>(store, allTranslated)) all.push(...objects);
    return all;
  }
}
