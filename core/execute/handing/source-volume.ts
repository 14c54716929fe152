import { createHash } from 'node:crypto';
import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { annotationOf, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { KubeferryError } from '../../base/errors.ts';
import { FIELD_MANAGER, HANDED_OVER_BY } from '../../base/run/names.ts';
import type { HandedOver } from './handed-over.ts';

/**
 * The PersistentVolume of the source while the target has its EBS volume. Two things keep the source from it: the policy
 * `Retain`, with which no driver deletes the volume, whatever becomes of the claim; and a claimRef with a uid that no claim
 * has. By that the volume is Released, its former claim is Lost, and the attach-detach controller and the kubelets refuse a pod
 * that mounts the claim (pkg/controller/volume/attachdetach/util, getPVCFromCacheExtractPV and getPVSpecFromCache; a claim
 * whose volume names it again is bound again: pkg/controller/volume/persistentvolume/pv_controller.go, syncBoundClaim).
 */
const volumeRef = ({ volume }: Pick<HandedOver, 'volume'>) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  name: volume.name,
});

/** A uid for the claimRef that no claim has; the same at each attempt of a run. */
const nobody = (cloneId: string) => `handed-over-${createHash('sha256').update(cloneId).digest('hex').slice(0, 24)}`;

export const claimUidOf = (volume: KubeObject) => textAt(volume, 'spec.claimRef.uid') ?? '';
export const policyOf = (volume: KubeObject) => textAt(volume, 'spec.persistentVolumeReclaimPolicy') ?? '';
export const phaseOf = (object: KubeObject | undefined) => textAt(object ?? {}, 'status.phase') ?? '';

/** Undefined where there is none, or another one under its name. */
export async function findVolume(api: ClusterApi, handed: HandedOver): Promise<KubeObject | undefined> {
  const found = await api.get(volumeRef(handed));
  return found?.metadata.uid === handed.volume.uid ? found : undefined;
}

/** From here on nothing at the source deletes the EBS volume. */
export const retain = (api: ClusterApi, handed: HandedOver, cloneId: string) =>
  change(
    api,
    handed,
    { persistentVolumeReclaimPolicy: 'Retain' },
    { metadata: { annotations: { [HANDED_OVER_BY]: cloneId } } },
  );

/** From here on nothing at the source attaches it. */
export const detachFromClaim = (api: ClusterApi, handed: HandedOver, cloneId: string) =>
  change(api, handed, { claimRef: { uid: nobody(cloneId) } });

/** The claim is bound to it again; the policy stays, since a driver deletes what is Released and has the policy Delete. */
export const returnToClaim = (api: ClusterApi, handed: HandedOver) =>
  change(api, handed, { claimRef: { uid: handed.volume.claimUid } });

export const asItWas = (api: ClusterApi, handed: HandedOver) =>
  change(
    api,
    handed,
    { persistentVolumeReclaimPolicy: handed.volume.reclaimPolicy },
    { metadata: { annotations: { [HANDED_OVER_BY]: null } } },
  );

export const isMarked = (volume: KubeObject) => annotationOf(volume, HANDED_OVER_BY) !== undefined;

/** The uid in the patch is a precondition: another volume of that name is a conflict. */
function change(api: ClusterApi, handed: HandedOver, spec: object, { metadata = {} }: { metadata?: object } = {}) {
  const { uid } = handed.volume;
  return api.merge(volumeRef(handed), { metadata: { ...metadata, uid }, spec }, { manager: FIELD_MANAGER });
}

const ATTACHMENTS: ServedResource = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'VolumeAttachment',
  resource: 'volumeattachments',
  namespaced: false,
  verbs: ['list'],
};

/** Names of PersistentVolumes -> the node that each is attached to, or was ordered to be. */
export async function attachedIn(api: ClusterApi): Promise<Map<string, string>> {
  const nodes = new Map<string, string>();
  for await (const page of api.list(ATTACHMENTS))
    for (const each of page)
      nodes.set(textAt(each, 'spec.source.persistentVolumeName') ?? '', textAt(each, 'spec.nodeName') ?? '');
  return nodes;
}

export const notYet = (message: string) => new KubeferryError('NotYet', message);
