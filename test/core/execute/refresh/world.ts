import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import { Request } from '../../../../core/base/request/request.ts';
import type { Clone, WaveItem } from '../../../../core/base/run/envelope.ts';
import { expiryKey, keysOf } from '../../../../core/base/run/keys.ts';
import { tagsFor } from '../../../../core/base/run/names.ts';
import { readShard, ShardWriter, writeRecord } from '../../../../core/base/run/records.ts';
import { applyShard } from '../../../../core/execute/apply/apply-shard.ts';
import { parkFormerClone } from '../../../../core/execute/refresh/park-former-clone.ts';
import { restoreFormerClone } from '../../../../core/execute/refresh/restore-former-clone.ts';
import { closeRun } from '../../../../core/execute/undo/close-run.ts';
import { retireFormerClone } from '../../../../core/execute/undo/retire-former-clone.ts';
import { rollBackObjects } from '../../../../core/execute/undo/roll-back-objects.ts';
import { rollBackClone } from '../../../../core/execute/undo/roll-back-volumes.ts';
import { noteMade } from '../../../../core/execute/volumes/ebs-ledger.ts';
import { noteNamespaces } from '../../../../core/plan/refresh/clone-of-namespace.ts';
import { planRefresh } from '../../../../core/plan/refresh/plan-refresh.ts';
import { supersede } from '../../../../core/plan/refresh/superseded.ts';
import type { PlannedVolume } from '../../../../core/plan/volumes/volume-plan.ts';
import { noteSuperseded } from '../../../../core/reporting/note-superseded.ts';
import { waveOf } from '../../../../core/translate/waves.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import { type KubeObject, refOf } from '../../../../kube/kube-object.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { addVolume, ebsWorld } from '../../../memory/ebs-world.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { memoryVolumeStorage } from '../../../memory/volume-storage.ts';
import { Controllers } from './controllers.ts';
import { workloadOf } from './workload.ts';

export const CLAIMS = ['data-db-0', 'files'];
const NOW = '2026-11-22T02:00:00Z';
const PLACE = { account: '444455556666', region: 'eu-west-1' };
const ROUTE = { name: 'prod-to-dev', target: { ...PLACE, cluster: 'dev' } };
const REQUEST = Request.parse({
  selection: { namespaces: ['shop'] },
  mappings: { namespaces: { shop: 'night' } },
  onConflict: 'refresh',
});

/** Dying after a read leaves behind what dying after the write before it does. */
const WRITES = ['create', 'apply', 'merge', 'delete', 'put', 'putNew', 'deleteVolume'];

/** Thrown where a function dies. */
export class Killed extends Error {}

/** A target cluster, its EBS and the bucket, in which nightly runs take place step by step. */
export class RefreshWorld {
  readonly cluster = memoryCluster();
  readonly records = memoryObjectStore();
  readonly ebs = ebsWorld(leapingClock());
  readonly storage = memoryVolumeStorage(this.ebs, PLACE);
  readonly controllers = new Controllers(this.cluster, this.ebs);
  readonly volumes = new Map<string, Record<string, string>>();
  /** Counts down with everything that is written to the cluster, the bucket and EBS; the function dies when it is over. */
  writesToLive = Number.POSITIVE_INFINITY;
  /** Whether each invocation is over as soon as it has done something. */
  isShort = false;
  /** What functions said that were to be asked again. */
  readonly answers: string[] = [];
  readonly api: ClusterApi = this.#mortal(this.cluster);
  readonly store: ObjectStore = this.#mortal(this.records);

  #mortal<T extends object>(real: T): T {
    return new Proxy(real, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function' || !WRITES.includes(String(name))) return method;
        return (...given: unknown[]) => {
          const answer: unknown = method.apply(target, given);
          if (!(answer instanceof Promise)) return answer;
          return answer.then((value: unknown) => {
            if (--this.writesToLive === 0) throw new Killed('killed after its side effect');
            return value;
          });
        };
      },
    });
  }

  /** Makes the EBS volumes and the translated objects of one night's run. */
  async prepare(night: string, more: KubeObject[] = [], claims = CLAIMS): Promise<Clone> {
    const expiresAt = night === 'monday' ? '2026-11-23T02:00:00Z' : undefined;
    const clone = { cloneId: night, mode: 'clone', startedAt: NOW, expiresAt, route: ROUTE } as Clone;
    if (expiresAt) await writeRecord(this.records, expiryKey(expiresAt, night), { cloneId: night });
    const volumes = Object.fromEntries(
      claims.map((claim) => {
        const tags = tagsFor(night, `shop/${claim}`, 'target-volume');
        return [claim, addVolume(this.ebs, PLACE, 'eu-west-1a', 1, { id: `vol-${claim}-${night}`, tags }).volume.id];
      }),
    );
    this.volumes.set(night, volumes);
    const made = Object.entries(volumes).map(([claim, id]) => ({ claim: `shop/${claim}`, id }));
    await noteMade(this.records, night, 'target-volume', made);
    const keys = keysOf(night);
    await writeRecord(this.records, keys.clone, { clone });
    await writeRecord(this.records, keys.request, REQUEST);
    await writeRecord(this.records, keys.plan, { namespaces: ['shop'] });
    const byWave = Map.groupBy(workloadOf(night, volumes, more), (object) => {
      const { stage, wave } = waveOf(object);
      return `${stage} ${wave}`;
    });
    for (const [place, objects] of byWave) {
      const [stage = '', wave = ''] = place.split(' ');
      const writer = new ShardWriter(this.records, keys.translated(stage, wave));
      await writer.add(objects);
      await writer.close();
    }
    return clone;
  }

  async plan(clone: Clone, request: Request = REQUEST) {
    const claims = Object.keys(this.volumes.get(clone.cloneId) ?? {});
    const volumes = claims.map((claim) => ({ claim: `shop/${claim}`, strategy: 'share-and-copy' }) as PlannedVolume);
    const targets: KubeObject[] = [];
    for (const { objects } of await this.shards(clone.cloneId)) targets.push(...objects);
    const { store, api, storage } = this;
    const given = { clone, request, store, api, storage, volumes, targets: targets.map(refOf), namespaces: ['shop'] };
    const plan = await planRefresh(given);
    await supersede(store, plan.refresh.replaces, clone.cloneId);
    return plan;
  }

  /** Plans, parks, applies and verifies, as the machines do it; each step is asked until it is done. */
  async run({ cloneId, ...rest }: Clone, onConflict: Request['onConflict'] = 'refresh'): Promise<void> {
    if (onConflict === 'refresh') await this.step(() => this.plan({ cloneId, ...rest }));
    const apply = async (stage: WaveItem['stage']) => {
      for (const { key, wave } of await this.shards(cloneId, stage))
        await this.step(() =>
          applyShard(this.api, this.store, { cloneId, wave, key }, { onConflict, stillOn: async () => {} }),
        );
    };
    await apply('foundation');
    const side = { api: this.api, storage: this.storage };
    await this.step(() =>
      parkFormerClone(
        async () => side,
        this.store,
        cloneId,
        async () => {},
      ),
    );
    await apply('workload');
    await this.controllers.settle();
    await this.step(() => writeRecord(this.store, keysOf(cloneId).verified, {}));
    await this.step(() =>
      retireFormerClone(async () => this.api, this.storage, this.store, cloneId, NOW, noteSuperseded),
    );
    await this.step(() => noteNamespaces(this.store, { cloneId, ...rest }));
    await this.controllers.settle();
  }

  async rollBack(cloneId: string): Promise<void> {
    const enter = async () => this.api;
    await this.step(() => closeRun(this.store, cloneId, NOW));
    await this.step(() => rollBackObjects(enter, this.store, cloneId));
    await this.step(() => restoreFormerClone(enter, this.store, cloneId, () => this.isShort));
    await this.step(() => rollBackClone(this.storage, this.store, cloneId));
    await this.step(() => noteNamespaces(this.store, { cloneId, route: ROUTE } as Clone));
    await this.controllers.settle();
  }

  /** Asks a function again while it says NotYet, and after it was killed if it may be. */
  async step<T>(work: () => Promise<T>): Promise<T> {
    let last: unknown;
    for (let attempt = 0; attempt < 40; attempt++) {
      try {
        return await work();
      } catch (error) {
        last = error;
        this.answers.push((error as Error).message);
        if ((error as Error).name !== 'NotYet' && !(error instanceof Killed && this.mayDie)) throw error;
      }
      await this.controllers.settle();
    }
    throw new Error(`It never came to its end: ${(last as Error).message}`);
  }

  /** Whether a killed function is called again, or the run ends there. */
  mayDie = true;

  async shards(cloneId: string, stage = ''): Promise<{ key: string; wave: string; objects: KubeObject[] }[]> {
    const root = `${keysOf(cloneId).allTranslated}${stage}`;
    const found: { key: string; wave: string; objects: KubeObject[] }[] = [];
    for await (const key of this.records.list(root)) {
      found.push({ key, wave: key.split('/').at(-2) ?? '', objects: await readShard<KubeObject>(this.records, key) });
    }
    return found;
  }

  /** Ids of the EBS volumes that are there. */
  ebsVolumes = () => [...this.ebs.volumes.keys()].toSorted();

  /** Everything in the cluster that somebody wrote, by name. */
  async contents(): Promise<Record<string, unknown>> {
    const contents: Record<string, unknown> = {};
    for (const resource of (await this.cluster.discover()).resources)
      for await (const page of this.cluster.list(resource))
        for (const { apiVersion, kind, metadata, status: _, ...content } of page) {
          const { labels, annotations, ownerReferences } = metadata;
          if (ownerReferences) continue;
          const spec = (content.spec ?? {}) as { claimRef?: { uid?: string } };
          const { claimRef } = spec;
          const named = claimRef ? { claimRef: { ...claimRef, uid: undefined } } : {};
          const name = `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
          contents[name] = { ...content, spec: { ...spec, ...named }, labels, annotations };
        }
    return contents;
  }
}

/** A world in which Monday's clone is in place, with more objects of its own if given. */
export async function afterMonday(more: KubeObject[] = []): Promise<RefreshWorld> {
  const world = new RefreshWorld();
  await world.run(await world.prepare('monday', more), 'fail');
  return world;
}

/** A run of which everything is applied and verified, and that ends right before the point of no return. */
export async function failAtNight(
  world: RefreshWorld,
  night: string,
  more: KubeObject[] = [],
  claims = CLAIMS,
): Promise<void> {
  const { putNew } = world.records;
  world.records.putNew = async (key, body) => {
    if (key.endsWith('retired.json')) throw new Killed('before the point of no return');
    return putNew(key, body);
  };
  world.mayDie = false;
  const clone = await world.prepare(night, more, claims);
  const ended = await world.run(clone).then(
    () => 'well',
    (error: unknown) => error,
  );
  if (!(ended instanceof Killed)) throw new Error(`It was to be killed, and ended: ${String(ended)}`);
  Object.assign(world, { mayDie: true });
  Object.assign(world.records, { putNew });
}
