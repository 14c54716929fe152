import { KubeferryError } from '../../../../core/base/errors.ts';
import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import type { PlannedMove } from '../../../../core/base/run/origin.ts';
import { moveFiles } from '../../../../core/execute/movers/move-files.ts';
import { removeMovers } from '../../../../core/execute/movers/remove-movers.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { SNAPSHOT_TYPES } from './snapshot-types.ts';

export const RUN = 'run-1';
export const CLAIM = 'shop/media';
export const PASSWORD = 'the-password-of-the-repository';
const MOVE: PlannedMove = { kind: 'mover', image: 'restic@sha256:0', hours: 4, memory: '1Gi' };
const SNAPSHOT = { class: 'csi', storageClass: 'san', size: '10Gi' };
const SNAPSHOTS = 'snapshot.storage.k8s.io/v1';

const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };

const API = {
  Job: 'batch/v1',
  Secret: 'v1',
  Pod: 'v1',
  PersistentVolumeClaim: 'v1',
  VolumeSnapshot: SNAPSHOTS,
};
type Kind = keyof typeof API;

/** A source in which nobody runs pods but the test, and a hub. */
export class SourceInMemory {
  readonly store: ObjectStore = memoryObjectStore();
  readonly cluster: ClusterApi;
  readonly sessions: string[] = [];
  found = async () => ({ id: 'a1b2', time: '2026-11-30T12:00:00Z', bytes: 7 });
  isOver = false;
  /** Whether claims are copied out of snapshots of them. */
  takesSnapshots = false;
  /** How often the source was to work again. */
  cameBack = 0;
  minutes = 0;
  /** How long a session lasts. */
  sessionMinutes = 60;
  api: ClusterApi;
  records: ObjectStore;

  constructor(objects: KubeObject[] = []) {
    this.cluster = memoryCluster({ objects: [NAMESPACE, ...SNAPSHOT_TYPES, ...objects] });
    this.api = this.cluster;
    this.records = this.store;
  }

  now = () => new Date(Date.parse('2026-11-30T10:00:00Z') + this.minutes * 60_000);

  move(claims = [CLAIM]): Promise<{ moved: number }> {
    const tools = {
      api: this.api,
      store: this.records,
      now: this.now,
      stillOn: async () => {
        if (this.isOver) throw new KubeferryError('RunIsOver', 'The run is over.');
      },
      newPassword: () => PASSWORD,
      openSession: async (prefix: string) => {
        const secret = `secret-${this.sessions.push(prefix)}`;
        const expiration = new Date(this.now().getTime() + this.sessionMinutes * 60_000).toISOString();
        return { accessKeyId: 'ASIA', secretAccessKey: secret, sessionToken: 'token', expiration };
      },
      openMoved: async () => ({
        find: async () => ({ ...(await this.found()), host: '', paths: [], root: '', losses: [] }),
      }),
      urlOf: (prefix: string) => `s3:https://s3.example.com/hub/${prefix}`,
      region: 'eu-west-1',
      comeBack: async () => {
        this.cameBack += 1;
      },
    };
    return moveFiles(
      tools,
      { cloneId: RUN } as Clone,
      claims.map((claim) => ({
        claim,
        strategy: 'write-image',
        sizeGiB: 1,
        move: this.takesSnapshots ? { ...MOVE, snapshot: SNAPSHOT } : MOVE,
      })),
    );
  }

  /** As a machine does it, until nothing is to be waited for. */
  async remove(): Promise<void> {
    for (;;) {
      try {
        return void (await removeMovers(async () => this.api, this.records, RUN, this.now));
      } catch (error) {
        if (!(error instanceof KubeferryError) || !['NotYet', 'Unavailable'].includes(error.name)) throw error;
        await this.collectGarbage();
      }
    }
  }

  list = (kind: Kind) =>
    this.cluster.names({ apiVersion: API[kind], kind, namespace: 'shop' }).then((found) => [...found.keys()]);

  async only(kind: Kind): Promise<KubeObject> {
    const [name = ''] = await this.list(kind);
    return (await this.cluster.get({ apiVersion: API[kind], kind, namespace: 'shop', name }))!;
  }

  async left(): Promise<string[]> {
    await this.collectGarbage();
    return (await Promise.all((Object.keys(API) as Kind[]).map(this.list))).flat();
  }

  /** What the controllers of the cluster do with what a Job owned. */
  async collectGarbage(): Promise<void> {
    if ((await this.list('Job')).length > 0) return;
    for (const kind of ['Pod', 'PersistentVolumeClaim', 'VolumeSnapshot'] as const)
      for (const name of await this.list(kind)) {
        const ref = { apiVersion: API[kind], kind, namespace: 'shop', name };
        const owners = (await this.cluster.get(ref))?.metadata.ownerReferences ?? [];
        if (kind === 'Pod' || owners.length > 0) await this.cluster.delete(ref);
      }
  }

  /** What the snapshot controller and the driver say of the snapshot. */
  async snapshotIs(status: object, of?: string): Promise<void> {
    const name = of ?? (await this.only('VolumeSnapshot')).metadata.name;
    const ref = { apiVersion: SNAPSHOTS, kind: 'VolumeSnapshot', namespace: 'shop', name };
    await this.cluster.merge(ref, { status }, { manager: 'snapshots', subresource: 'status' });
  }

  async shows(status: object): Promise<void> {
    const { metadata } = await this.only('Job');
    const ref = { apiVersion: 'batch/v1', kind: 'Job', namespace: 'shop', name: metadata.name };
    await this.cluster.merge(ref, { status }, { manager: 'jobs', subresource: 'status' });
  }

  /** A pod of the Job, and what its kubelet says. */
  async pod(status: object, name = 'mover-x'): Promise<void> {
    const { metadata } = await this.only('Job');
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop', labels: metadata.labels ?? {} } };
    await this.cluster.create(pod, { manager: 'jobs' });
    await this.cluster.merge(
      { ...pod, namespace: 'shop', name },
      { status },
      { manager: 'kubelet', subresource: 'status' },
    );
  }

  async event(reason: string, message: string): Promise<void> {
    const { metadata } = await this.only('Job');
    const involvedObject = { kind: 'Job', name: metadata.name };
    const event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e', namespace: 'shop' },
      involvedObject,
      reason,
      message,
    };
    await this.cluster.create(event, { manager: 'jobs' });
  }
}

export const condition = (type: string, reason = '') => ({ conditions: [{ type, status: 'True', reason }] });
export const container = (state: object) => ({ containerStatuses: [{ name: 'mover', state }] });
