import { mounts } from '../../../../core/plan/refresh/claim-users.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import { textAt } from '../../../../kube/fields.ts';
import { type KubeObject, refOf } from '../../../../kube/kube-object.ts';
import type { EbsWorld } from '../../../memory/ebs-world.ts';

const BY = { manager: 'controllers' };

/**
 * What a cluster does by itself with claims, volumes and pods, as Kubernetes and the EBS CSI driver have it: phases by both
 * sides of a bond, no attachment for a claim that is not bound or whose volume names another, and a volume that is Released with
 * the policy Delete is deleted before anybody can look again.
 */
export class Nature {
  readonly #api: ClusterApi;
  readonly #ebs: EbsWorld;
  readonly #instance: string;

  constructor(api: ClusterApi, ebs: EbsWorld, instance: string) {
    this.#api = api;
    this.#ebs = ebs;
    this.#instance = instance;
  }

  /** Some turns, since one thing leads to the next. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 3; turn++) {
      await this.#reclaim();
      await this.#runPods();
      await this.#phases();
      await this.#attach();
    }
  }

  async all(kind: string, resource: string, apiVersion = 'v1'): Promise<KubeObject[]> {
    const found: KubeObject[] = [];
    const namespaced = !['PersistentVolume', 'VolumeAttachment'].includes(kind);
    for await (const page of this.#api.list({ apiVersion, kind, resource, namespaced, verbs: ['list'] }))
      found.push(...page);
    return found;
  }

  /** external-provisioner: what it provisioned goes with its own volume. */
  async #reclaim(): Promise<void> {
    for (const volume of await this.all('PersistentVolume', 'persistentvolumes')) {
      const isOver = textAt(volume, 'status.phase') === 'Released';
      if (!isOver || textAt(volume, 'spec.persistentVolumeReclaimPolicy') !== 'Delete') continue;
      this.#ebs.volumes.delete(textAt(volume, 'spec.csi.volumeHandle') ?? '');
      await this.#api.merge(refOf(volume), { metadata: { finalizers: null } }, BY);
      await this.#api.delete(refOf(volume));
    }
  }

  async #runPods(): Promise<void> {
    const sets = await this.all('StatefulSet', 'statefulsets', 'apps/v1');
    const wanted = new Map(
      sets.flatMap((set) =>
        Array.from({ length: Number(textOrNumber(set, 'replicas')) }, (_, at) => podOf(set, at)).map(
          (pod) => [pod.metadata.name, pod] as const,
        ),
      ),
    );
    for (const pod of await this.all('Pod', 'pods'))
      if (pod.metadata.ownerReferences && !wanted.has(pod.metadata.name)) await this.#api.delete(refOf(pod));
    for (const pod of wanted.values()) await this.#api.create(pod, BY);
  }

  async #phases(): Promise<void> {
    const claims = await this.all('PersistentVolumeClaim', 'persistentvolumeclaims');
    const volumes = await this.all('PersistentVolume', 'persistentvolumes');
    for (const claim of claims) {
      const volume = volumes.find(({ metadata }) => metadata.name === textAt(claim, 'spec.volumeName'));
      if (claim.metadata.deletionTimestamp) {
        if (!(await this.#isMounted(claim)))
          await this.#api.merge(refOf(claim), { metadata: { finalizers: null } }, BY);
        continue;
      }
      if (volume && textAt(volume, 'spec.claimRef.uid') === undefined)
        await this.#api.merge(
          refOf(volume),
          { metadata: { finalizers: ['pv-protection'] }, spec: { claimRef: { uid: claim.metadata.uid } } },
          BY,
        );
      const own = volume && (await this.#api.get(refOf(volume)));
      const isBound = own && textAt(own, 'spec.claimRef.uid') === claim.metadata.uid;
      await this.#phase(claim, isBound ? 'Bound' : 'Lost');
    }
    const uids = new Set(
      (await this.all('PersistentVolumeClaim', 'persistentvolumeclaims')).map((each) => each.metadata.uid),
    );
    for (const volume of await this.all('PersistentVolume', 'persistentvolumes')) {
      const isBound = uids.has(textAt(volume, 'spec.claimRef.uid'));
      await this.#phase(volume, isBound ? 'Bound' : 'Released');
      if (volume.metadata.deletionTimestamp && !isBound)
        await this.#api.merge(refOf(volume), { metadata: { finalizers: null } }, BY);
    }
  }

  async #isMounted(claim: KubeObject): Promise<boolean> {
    const name = new Set([`${claim.metadata.namespace}/${claim.metadata.name}`]);
    return (await this.all('Pod', 'pods')).some((pod) => mounts(pod, name));
  }

  async #phase(object: KubeObject, phase: string): Promise<void> {
    if (await this.#api.get(refOf(object)))
      await this.#api.merge(refOf(object), { status: { phase } }, { ...BY, subresource: 'status' });
  }

  /** The attach-detach controller with the driver; EC2 refuses a volume that another instance has. */
  async #attach(): Promise<void> {
    const pods = await this.all('Pod', 'pods');
    for (const volume of await this.all('PersistentVolume', 'persistentvolumes')) {
      const { name } = volume.metadata;
      const at = { apiVersion: 'storage.k8s.io/v1', kind: 'VolumeAttachment', name: `csi-${name}` };
      const claim = await this.#claimOf(volume);
      const key = new Set([`${claim?.metadata.namespace}/${claim?.metadata.name}`]);
      const held = this.#ebs.volumes.get(textAt(volume, 'spec.csi.volumeHandle') ?? '')?.volume;
      const isWanted = claim !== undefined && pods.some((pod) => mounts(pod, key));
      if (isWanted) {
        await this.#api.create(
          { ...bare(at), spec: { nodeName: this.#instance, source: { persistentVolumeName: name } } },
          BY,
        );
        if (held && held.instanceIds.length === 0)
          Object.assign(held, { state: 'in-use', instanceIds: [this.#instance] });
      } else {
        await this.#api.delete(at);
        if (held?.instanceIds.includes(this.#instance)) Object.assign(held, { state: 'available', instanceIds: [] });
      }
    }
  }

  /** Its claim, where both name each other. */
  async #claimOf(volume: KubeObject): Promise<KubeObject | undefined> {
    const claims = await this.all('PersistentVolumeClaim', 'persistentvolumeclaims');
    return claims.find(
      (claim) =>
        textAt(claim, 'status.phase') === 'Bound' &&
        claim.metadata.uid === textAt(volume, 'spec.claimRef.uid') &&
        textAt(claim, 'spec.volumeName') === volume.metadata.name,
    );
  }
}

const bare = ({ name, ...of }: { apiVersion: string; kind: string; name: string }): KubeObject => ({
  ...of,
  metadata: { name },
});

const textOrNumber = (set: KubeObject, field: string) => (set.spec as Record<string, unknown>)[field] ?? 1;

const podOf = ({ metadata: { name, namespace = '', uid = '' } }: KubeObject, at: number): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `${name}-${at}`,
    namespace,
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name, uid, controller: true }],
  },
  spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: `data-${name}-${at}` } }] },
  status: { phase: 'Running' },
});
