import { attacherFinalizer, attachmentName, instanceOf, VOLUMES_ATTACHED } from './names.ts';
import type { PersistentVolume, Pod } from './objects.ts';
import type { Pass } from './pass.ts';
import type { View } from './view.ts';

/** A volume that a scheduled pod wants on its node. */
export interface Want {
  pod: Pod;
  volume: PersistentVolume;
  node: string;
  /** Name of its VolumeAttachment. */
  name: string;
}

/**
 * The attach-detach controller's part: one VolumeAttachment for each volume and node that a pod needs, and none for
 * others. Pods whose volumes are all attached are marked, for fake kubelets.
 */
export async function orderAttachments(pass: Pass): Promise<number> {
  const { api, driver, view } = pass;
  const wanted = wants(pass);
  const there = new Map(view.attachments.map((attachment) => [attachment.metadata.name, attachment]));
  let changes = 0;
  for (const want of new Map(wanted.map((each) => [each.name, each])).values()) {
    if (there.has(want.name)) continue;
    await api.create(attachmentFor(pass, want), { manager: driver });
    changes++;
  }
  const names = new Set(wanted.map(({ name }) => name));
  for (const { apiVersion, kind, metadata } of view.attachments) {
    if (names.has(metadata.name) || metadata.deletionTimestamp) continue;
    await api.delete({ apiVersion, kind, name: metadata.name }, metadata.uid ? { uid: metadata.uid } : {});
    changes++;
  }
  return changes + (await markReady(pass));
}

/**
 * All wants of pods that run or are to run; a pod that ended holds no volume. Claim
 * and volume have to name each other, as the attach-detach controller has it
 * (pkg/controller/volume/attachdetach/util/util.go, getPVCFromCacheExtractPV and getPVSpecFromCache).
 */
export function wants({ driver, view }: Pass): Want[] {
  const claims = new Map(view.claims.map((claim) => [`${claim.metadata.namespace}/${claim.metadata.name}`, claim]));
  return view.pods.flatMap((pod) => {
    const node = pod.spec.nodeName;
    if (!node || pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return [];
    return claimNames(pod).flatMap((claimName) => {
      const claim = claims.get(`${pod.metadata.namespace}/${claimName}`);
      const volume = view.volumes.get(claim?.spec.volumeName ?? '');
      const handle = volume?.spec.csi?.volumeHandle;
      const isBound = claim?.status?.phase === 'Bound' && volume?.spec.claimRef?.uid === claim.metadata.uid;
      return volume && handle && isBound ? [{ pod, volume, node, name: attachmentName(handle, driver, node) }] : [];
    });
  });
}

/** Claims of a pod; a generic ephemeral volume's claim is named after both. */
function claimNames(pod: Pod): string[] {
  return (pod.spec.volumes ?? []).flatMap((volume) => {
    if (volume.ephemeral) return [`${pod.metadata.name}-${volume.name}`];
    return volume.persistentVolumeClaim ? [volume.persistentVolumeClaim.claimName] : [];
  });
}

function attachmentFor({ driver, view }: Pass, { name, node, volume }: Want) {
  const instance = view.nodes.get(node) ? instanceOf(view.nodes.get(node)!, driver) : undefined;
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'VolumeAttachment',
    metadata: {
      name,
      annotations: { 'csi.alpha.kubernetes.io/node-id': instance ?? '' },
      finalizers: [attacherFinalizer(driver)],
    },
    spec: { attacher: driver, nodeName: node, source: { persistentVolumeName: volume.metadata.name } },
  };
}

/** A pod waits for all its claims to be bound, and for those on EBS to be attached. */
async function markReady({ api, driver, view }: Pass): Promise<number> {
  let changes = 0;
  for (const pod of view.pods) {
    if (claimNames(pod).length === 0 || !pod.spec.nodeName || pod.metadata.annotations?.[VOLUMES_ATTACHED]) continue;
    if (pod.metadata.deletionTimestamp || !claimNames(pod).every((name) => isUsable(view, pod, name))) continue;
    const { name, namespace } = pod.metadata;
    const patch = { metadata: { annotations: { [VOLUMES_ATTACHED]: 'true' } } };
    await api.merge({ apiVersion: 'v1', kind: 'Pod', name, ...(namespace ? { namespace } : {}) }, patch, {
      manager: driver,
    });
    changes++;
  }
  return changes;
}

function isUsable(view: View, pod: Pod, claimName: string): boolean {
  const claim = view.claims.find(
    ({ metadata }) => metadata.name === claimName && metadata.namespace === pod.metadata.namespace,
  );
  const name = claim?.spec.volumeName;
  if (!name) return false;
  return !view.needsAttachment.has(name) || view.attached.has(`${name} ${pod.spec.nodeName}`);
}
