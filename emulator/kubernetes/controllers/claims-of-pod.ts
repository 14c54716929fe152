import type { KubeObject } from '../../../kube/kube-object.ts';
import type { PodSpec } from '../contract/shapes.ts';

/** Names of the claims that a pod mounts; a generic ephemeral volume's claim is named after pod and volume. */
export function claimNames(pod: KubeObject): string[] {
  return ((pod.spec as PodSpec | undefined)?.volumes ?? []).flatMap((volume) => {
    if (volume.ephemeral) return [`${pod.metadata.name}-${volume.name}`];
    return volume.persistentVolumeClaim ? [volume.persistentVolumeClaim.claimName] : [];
  });
}
