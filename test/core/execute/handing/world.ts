import { Request } from '../../../../core/base/request/request.ts';
import type { VolumeItem } from '../../../../core/base/run/envelope.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { ShardWriter, writeRecord } from '../../../../core/base/run/records.ts';
import { encodeLines } from '../../../../core/base/shards.ts';
import { applyShard } from '../../../../core/execute/apply/apply-shard.ts';
import { quiesceSource } from '../../../../core/execute/capture/quiesce-source.ts';
import { resumeSource } from '../../../../core/execute/capture/resume-source.ts';
import { handVolumesBack, requireTaker } from '../../../../core/execute/handing/hand-volumes-back.ts';
import { handVolumesOver } from '../../../../core/execute/handing/hand-volumes-over.ts';
import { lacksVolumes } from '../../../../core/execute/handing/handed-over.ts';
import { closeRun, refuseIfClosed } from '../../../../core/execute/undo/close-run.ts';
import { rollBackObjects } from '../../../../core/execute/undo/roll-back-objects.ts';
import { rollBackClone } from '../../../../core/execute/undo/roll-back-volumes.ts';
import { waveOf } from '../../../../core/translate/waves.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import { type KubeObject, refOf } from '../../../../kube/kube-object.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { addVolume, ebsWorld } from '../../../memory/ebs-world.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { memoryVolumeStorage } from '../../../memory/volume-storage.ts';
import { Nature } from './nature.ts';

export const RUN = 'run-1';
export const VOLUME = 'vol-0db';
const CLAIM = 'shop/data-db-0';
const NOW = '2026-11-30T02:00:00Z';
const PLACE = { account: '222233334444', region: 'us-east-1' };
const REQUEST = Request.parse({
  selection: { namespaces: ['shop'] },
  profile: 'migrate',
  cutOver: true,
  quiesce: { scaleToZero: true },
});
const WRITES = ['create', 'apply', 'merge', 'delete', 'put', 'putNew', 'deleteVolume'];

const KILLED = 'killed after its side effect';

/** Thrown where a function dies. */
export class Killed extends Error {}

const shop = (apiVersion: string, kind: string, name: string, more: object): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop', finalizers: kind === 'PersistentVolumeClaim' ? ['pvc-protection'] : [] },
  ...more,
});
const SHOP = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const SET = shop('apps/v1', 'StatefulSet', 'db', {
  spec: { replicas: 1, volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
});
const claimOn = (volumeName: string) => shop('v1', 'PersistentVolumeClaim', 'data-db-0', { spec: { volumeName } });
const volumeOf = (name: string, policy: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: {
    name,
    annotations: { 'pv.kubernetes.io/provisioned-by': 'ebs.csi.aws.com' },
    finalizers: ['pv-protection'],
  },
  spec: {
    persistentVolumeReclaimPolicy: policy,
    claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data-db-0' },
    csi: { driver: 'ebs.csi.aws.com', volumeHandle: VOLUME },
  },
});

/** A database with one volume at the source, and an empty target in its zone; a run takes place step by step. */
export class HandingWorld {
  /** Whether RBAC of the source lets runs change PersistentVolumes. */
  mayPatch = true;
  readonly clusters = {
    source: memoryCluster({ objects: [SHOP], may: () => this.mayPatch }),
    target: memoryCluster(),
  };
  readonly records = memoryObjectStore();
  readonly ebs = ebsWorld(leapingClock());
  readonly nature = {
    source: new Nature(this.clusters.source, this.ebs, 'i-source'),
    target: new Nature(this.clusters.target, this.ebs, 'i-target'),
  };
  /** Counts down with everything that is written; the function dies when it is over. */
  writesToLive = Number.POSITIVE_INFINITY;
  /** Whether a killed function is called again, or the run ends there. */
  mayDie = true;
  /** What must never be, seen after each step. */
  readonly broken: string[] = [];
  readonly store = this.#mortal(this.records);
  readonly source: ClusterApi = this.#mortal(this.clusters.source);
  readonly target: ClusterApi = this.#mortal(this.clusters.target);
  readonly storage = this.#mortal(memoryVolumeStorage(this.ebs, PLACE));

  static async open(policy = 'Delete'): Promise<HandingWorld> {
    const world = new HandingWorld();
    addVolume(world.ebs, PLACE, 'us-east-1a', 4, { id: VOLUME, tags: { team: 'shop' } });
    const { source } = world.clusters;
    for (const object of [volumeOf('pv-db', policy), claimOn('pv-db'), SET])
      await source.create(object, { manager: 'helm' });
    await world.settle();
    const keys = keysOf(RUN);
    await writeRecord(world.records, keys.index, {
      claims: { [CLAIM]: { volumeName: 'pv-db', volumeId: VOLUME, storageClass: 'gp3' } },
    });
    const item = {
      claim: CLAIM,
      strategy: 'hand-over',
      origin: { kind: 'volume', volumeId: VOLUME, snapshotId: 'snap-01' },
      zone: 'us-east-1a',
      sizeGiB: 4,
    } as VolumeItem;
    await world.records.put(keys.volumes, encodeLines([item]));
    return world;
  }

  #mortal<T extends object>(real: T): T {
    return new Proxy(real, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function' || !WRITES.includes(String(name))) return method;
        return async (...given: unknown[]) => {
          const answer: unknown = await method.apply(target, given);
          if (--this.writesToLive === 0) throw new Killed(KILLED);
          return answer;
        };
      },
    });
  }

  async settle(): Promise<void> {
    await this.nature.source.settle();
    await this.nature.target.settle();
    const held = this.ebs.volumes.get(VOLUME)?.volume;
    if (!held) this.broken.push('the volume was deleted');
    if (Object.keys(held?.tags ?? {}).some((tag) => tag.startsWith('kubeferry')))
      this.broken.push('the volume was tagged');
    const isInTarget = (await this.nature.target.all('PersistentVolume', 'persistentvolumes')).length > 0;
    if (isInTarget && held?.instanceIds.includes('i-source')) this.broken.push('the source has it beside the target');
  }

  /** Until the target has it and the clone is verified. */
  async run(): Promise<void> {
    await this.step(() => quiesceSource(this.source, this.store, RUN, REQUEST, ['shop'], NOW));
    await this.handOver();
    await this.apply();
  }

  handOver = () =>
    this.step(() =>
      handVolumesOver(async () => ({ api: this.source, storage: this.storage }), this.store, RUN, {
        now: () => NOW,
        stillOn: () => refuseIfClosed(this.records, RUN),
      }),
    );

  async apply(): Promise<void> {
    const given = [SHOP, volumeOf('pv-db', 'Retain'), claimOn('pv-db'), SET];
    const byWave = Map.groupBy(given, (object) => JSON.stringify(waveOf(object)));
    for (const [place, objects] of byWave) {
      const { stage, wave } = JSON.parse(place) as { stage: string; wave: string };
      const prefix = keysOf(RUN).translated(stage, wave);
      const writer = new ShardWriter(this.records, prefix);
      await writer.add(objects);
      await writer.close();
      for await (const key of this.records.list(prefix))
        await this.step(() =>
          applyShard(
            this.target,
            this.store,
            { cloneId: RUN, wave, key },
            { onConflict: 'fail', stillOn: () => refuseIfClosed(this.records, RUN) },
          ),
        );
    }
  }

  /** As the machine has it. */
  async rollBack(): Promise<void> {
    const source = async () => this.source;
    await this.step(() => closeRun(this.store, RUN, NOW));
    await this.step(async () => {
      await requireTaker(source, this.store, RUN);
      if (!(await lacksVolumes(this.store, RUN))) await resumeSource(source, this.store, RUN);
    });
    await this.step(() => rollBackObjects(async () => this.target, this.store, RUN));
    await this.handBack();
    await this.step(() => resumeSource(source, this.store, RUN));
    await this.step(() => rollBackClone(this.storage, this.store, RUN));
  }

  handBack = () =>
    this.step(() =>
      handVolumesBack(
        {
          source: async () => ({ api: this.source, storage: this.storage }),
          target: async () => this.target,
        },
        this.store,
        RUN,
        () => NOW,
      ),
    );

  /** Asks a function again while it says NotYet, and after it was killed if it may be. */
  async step<T>(work: () => Promise<T>): Promise<T> {
    let last: unknown;
    for (let attempt = 0; attempt < 12; attempt++) {
      try {
        const answer = await work();
        await this.settle();
        return answer;
      } catch (error) {
        last = error;
        const { name, message } = error as Error;
        if (name !== 'NotYet' && !(this.mayDie && message.includes(KILLED))) throw error;
      }
      await this.settle();
    }
    throw new Error(`It never came to its end: ${(last as Error).message}`);
  }

  /** What somebody sees of one side: of the source it is compared before and after. */
  async look(side: 'source' | 'target') {
    const [claim] = await this.nature[side].all('PersistentVolumeClaim', 'persistentvolumeclaims');
    const [volume] = await this.nature[side].all('PersistentVolume', 'persistentvolumes');
    const [set] = await this.nature[side].all('StatefulSet', 'statefulsets', 'apps/v1');
    const pods = await this.nature[side].all('Pod', 'pods');
    const seen = (object: KubeObject | undefined) =>
      object && { name: refOf(object).name, annotations: { ...object.metadata.annotations }, uid: object.metadata.uid };
    return {
      claim: claim && { ...seen(claim), phase: (claim.status as { phase: string }).phase },
      volume: volume && { ...seen(volume), spec: volume.spec, phase: (volume.status as { phase: string }).phase },
      replicas: (set?.spec as { replicas?: number } | undefined)?.replicas,
      marks: { ...set?.metadata.annotations },
      pods: pods.map(({ metadata }) => metadata.name),
      instances: this.ebs.volumes.get(VOLUME)?.volume.instanceIds,
    };
  }
}
