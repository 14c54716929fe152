import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { ShardWriter } from '../../../../core/base/run/records.ts';
import { applyShard } from '../../../../core/execute/apply/apply-shard.ts';
import { rollBackObjects } from '../../../../core/execute/undo/roll-back-objects.ts';
import { waveOf } from '../../../../core/translate/waves.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import { type KubeObject, refOf } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

export const SOMEBODY = { manager: 'kubectl', force: true };

export const object = (
  apiVersion: string,
  kind: string,
  name: string,
  more: object = {},
  namespace?: string,
): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace ? { namespace } : {}) },
  ...more,
});
export const inShop = (apiVersion: string, kind: string, name: string, more: object = {}) =>
  object(apiVersion, kind, name, more, 'shop');

export const SHOP = object('v1', 'Namespace', 'shop');
const KITES = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'kites.example.com', {
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Kite', plural: 'kites' },
    versions: [{ name: 'v1', served: true, storage: true }],
  },
});
export const VOLUME = object('v1', 'PersistentVolume', 'pv-db', {
  spec: { csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-0a' }, claimRef: { namespace: 'shop', name: 'db' } },
});
export const CLAIM = inShop('v1', 'PersistentVolumeClaim', 'db', { spec: { volumeName: 'pv-db' } });
export const WEB = inShop('apps/v1', 'Deployment', 'web', { spec: { replicas: 1 } });
const KITE = inShop('example.com/v1', 'Kite', 'red');
export const CLONE = [KITES, SHOP, VOLUME, CLAIM, KITE, WEB];

/** A clone in namespace `shop` of a cluster in memory, made by the run of that id. */
export interface Cloned {
  runId: string;
  cluster: ClusterApi;
  store: ObjectStore;
  /** Applies objects as a run does, wave by wave. */
  apply(cloneId: string, objects: KubeObject[]): Promise<void>;
  /** Until it does not say NotYet any more. */
  rollBack(cloneId?: string, api?: ClusterApi): Promise<{ deleted: number; kept: number }>;
  /** Names of those that are there. */
  there(objects: KubeObject[]): Promise<string[]>;
}

export async function cloneInShop(runId = 'run-1'): Promise<Cloned> {
  const cluster = memoryCluster();
  const store = memoryObjectStore();
  const apply = (cloneId: string, objects: KubeObject[]) => applyAll(cluster, store, cloneId, objects);
  await apply(runId, CLONE);
  return {
    runId,
    cluster,
    store,
    apply,
    rollBack: (cloneId = runId, api = cluster) => rollBack(api, store, cloneId),
    there: async (objects) => {
      const found = await Promise.all(objects.map((each) => cluster.get(refOf(each))));
      return objects.filter((_, at) => found[at] !== undefined).map(({ metadata }) => metadata.name);
    },
  };
}

async function applyAll(cluster: ClusterApi, store: ObjectStore, cloneId: string, objects: KubeObject[]) {
  const byWave = Map.groupBy(objects, (each) => {
    const { stage, wave } = waveOf(each);
    return `${stage} ${wave}`;
  });
  for (const place of [...byWave.keys()].toSorted()) {
    const [stage = '', wave = ''] = place.split(' ');
    const prefix = keysOf(cloneId).translated(stage, wave);
    const writer = new ShardWriter(store, prefix);
    await writer.add(byWave.get(place)!);
    await writer.close();
    for await (const key of store.list(prefix))
      await applyShard(cluster, store, { cloneId, wave, key }, { onConflict: 'skip', stillOn: async () => {} });
  }
}

async function rollBack(api: ClusterApi, store: ObjectStore, cloneId: string) {
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      return await rollBackObjects(async () => api, store, cloneId);
    } catch (error) {
      if ((error as Error).name !== 'NotYet') throw error;
    }
  }
  throw new Error('it never came to its end');
}
