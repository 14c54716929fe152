import { mounts } from '../../../../core/plan/refresh/claim-users.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import { type KubeObject, refOf } from '../../../../kube/kube-object.ts';
import type { ServedResource } from '../../../../kube/served-resource.ts';
import type { EbsWorld } from '../../../memory/ebs-world.ts';
import { object } from './workload.ts';

const uidOf = ({ metadata }: KubeObject) => metadata.uid;
const MANAGER = { manager: 'controllers' };

/** What a cluster does by itself between two calls, as far as a refresh waits for it. */
export class Controllers {
  readonly #api: ClusterApi;
  readonly #ebs: EbsWorld;

  constructor(api: ClusterApi, ebs: EbsWorld) {
    this.#api = api;
    this.#ebs = ebs;
  }

  async settle(): Promise<void> {
    await this.#runPods();
    await this.#attach();
    await this.#release();
    await this.#bind();
  }

  /** A deleted claim stays while a pod mounts it, a deleted volume while it is bound. */
  async #release(): Promise<void> {
    const pods = await this.#all('Pod', 'pods');
    for (const claim of await this.#all('PersistentVolumeClaim', 'persistentvolumeclaims')) {
      const mounted = new Set([`${claim.metadata.namespace}/${claim.metadata.name}`]);
      if (claim.metadata.deletionTimestamp && !pods.some((pod) => mounts(pod, mounted))) await this.#free(claim);
    }
    const claims = new Set((await this.#all('PersistentVolumeClaim', 'persistentvolumeclaims')).map(uidOf));
    for (const volume of await this.#all('PersistentVolume', 'persistentvolumes')) {
      const { claimRef } = volume.spec as { claimRef?: { uid?: string } };
      if (volume.metadata.deletionTimestamp && !claims.has(claimRef?.uid)) await this.#free(volume);
    }
  }

  #free(object: KubeObject): Promise<unknown> {
    return this.#api.merge(refOf(object), { metadata: { finalizers: null } }, MANAGER);
  }

  async #bind(): Promise<void> {
    for (const claim of await this.#all('PersistentVolumeClaim', 'persistentvolumeclaims')) {
      const { volumeName = '' } = claim.spec as { volumeName?: string };
      const volume = await this.#api.get({ apiVersion: 'v1', kind: 'PersistentVolume', name: volumeName });
      const { claimRef } = (volume?.spec ?? {}) as { claimRef?: { uid?: string } };
      if (!volume || (claimRef?.uid && claimRef.uid !== claim.metadata.uid)) continue;
      if (claim.metadata.deletionTimestamp || volume.metadata.deletionTimestamp) continue;
      const kept = { metadata: { finalizers: ['kubernetes.io/in-use-protection'] } };
      await this.#api.merge(refOf(volume), { ...kept, spec: { claimRef: { uid: claim.metadata.uid } } }, MANAGER);
      await this.#api.merge(refOf(claim), kept, MANAGER);
      await this.#api.merge(refOf(claim), { status: { phase: 'Bound' } }, { ...MANAGER, subresource: 'status' });
    }
  }

  /** Pods of workloads, named after them and numbered. */
  async #runPods(): Promise<void> {
    const workloads = [
      ...(await this.#all('Deployment', 'deployments', 'apps/v1')),
      ...(await this.#all('StatefulSet', 'statefulsets', 'apps/v1')),
    ];
    const wanted = new Map(workloads.flatMap((each) => podsOf(each).map((pod) => [pod.metadata.name, pod] as const)));
    for (const pod of await this.#all('Pod', 'pods'))
      if (pod.metadata.ownerReferences && !wanted.has(pod.metadata.name)) await this.#api.delete(refOf(pod));
    for (const pod of wanted.values()) await this.#api.create(pod, MANAGER);
  }

  /** A volume is in use while a pod mounts the claim that is bound to it. */
  async #attach(): Promise<void> {
    const pods = await this.#all('Pod', 'pods');
    const inUse = new Set<string>();
    for (const { spec } of await this.#all('PersistentVolume', 'persistentvolumes')) {
      const { claimRef, csi } = spec as {
        claimRef: { namespace: string; name: string };
        csi: { volumeHandle: string };
      };
      const claims = new Set([`${claimRef.namespace}/${claimRef.name}`]);
      if (pods.some((pod) => mounts(pod, claims))) inUse.add(csi.volumeHandle);
    }
    for (const { volume } of this.#ebs.volumes.values()) volume.state = inUse.has(volume.id) ? 'in-use' : 'available';
  }

  async #all(kind: string, resource: string, apiVersion = 'v1'): Promise<KubeObject[]> {
    const served: ServedResource = { apiVersion, kind, resource, namespaced: true, verbs: ['list'] };
    const objects: KubeObject[] = [];
    for await (const page of this.#api.list(served)) objects.push(...page);
    return objects;
  }
}

function podsOf(workload: KubeObject): KubeObject[] {
  const {
    replicas,
    template,
    volumeClaimTemplates = [],
  } = workload.spec as {
    replicas: number;
    template: { spec: { volumes?: unknown[] } };
    volumeClaimTemplates?: KubeObject[];
  };
  const { name, namespace, uid } = workload.metadata;
  const owner = { apiVersion: workload.apiVersion, kind: workload.kind, name, uid, controller: true };
  return Array.from({ length: replicas }, (_, at) => {
    const own = volumeClaimTemplates.map(({ metadata }) => ({
      name: metadata.name,
      persistentVolumeClaim: { claimName: `${metadata.name}-${name}-${at}` },
    }));
    const spec = { ...template.spec, volumes: [...(template.spec.volumes ?? []), ...own] };
    const pod = object('v1', 'Pod', `${name}-${at}`, { spec }, namespace);
    return { ...pod, metadata: { ...pod.metadata, ownerReferences: [owner] } } as KubeObject;
  });
}
