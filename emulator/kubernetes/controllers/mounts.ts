import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ClaimSpec, PodSpec, Reference, VolumeSpec } from '../contract/shapes.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { claimNames } from './claims-of-pod.ts';

/** What keeps a scheduled pod from starting: the container's waiting reason, and the event that tells of it. */
export interface Missing {
  reason: 'ContainerCreating' | 'CreateContainerConfigError';
  event: 'FailedMount' | 'FailedAttachVolume' | 'Failed';
  message: string;
}

/** The first thing that a pod needs and that does not exist; undefined when it can start. */
export function whatIsMissing(state: ClusterState, pod: KubeObject): Missing | undefined {
  return missingVolume(state, pod) ?? unattached(state, pod) ?? missingVariable(state, pod);
}

function missingVolume(state: ClusterState, pod: KubeObject): Missing | undefined {
  const { namespace = '' } = pod.metadata;
  const lacks = (kind: 'configmap' | 'secret', name: string | undefined, optional?: boolean) =>
    !optional && name && !state.store.get(`/${kind}s`, namespace, name) ? `${kind} "${name}" not found` : undefined;
  for (const volume of (pod.spec as PodSpec).volumes ?? []) {
    const projected = (volume.projected?.sources ?? []).map(
      ({ configMap, secret }) =>
        lacks('configmap', configMap?.name, configMap?.optional) ?? lacks('secret', secret?.name, secret?.optional),
    );
    const found =
      lacks('configmap', volume.configMap?.name, volume.configMap?.optional) ??
      lacks('secret', volume.secret?.secretName, volume.secret?.optional) ??
      projected.find(Boolean);
    const message = `MountVolume.SetUp failed for volume "${volume.name}" : ${found}`;
    if (found) return { reason: 'ContainerCreating', event: 'FailedMount', message };
  }
  return undefined;
}

/** Volumes of a registered CSI driver are attached to the pod's node first, by a VolumeAttachment that somebody fulfils. */
function unattached(state: ClusterState, pod: KubeObject): Missing | undefined {
  const { namespace = '' } = pod.metadata;
  const { nodeName } = pod.spec as PodSpec;
  for (const name of claimNames(pod)) {
    const claim = state.store.get('/persistentvolumeclaims', namespace, name);
    const volumeName = (claim?.spec as ClaimSpec | undefined)?.volumeName ?? '';
    const volume = state.store.get('/persistentvolumes', '', volumeName);
    if (!claim || !volume) {
      const message = `persistentvolumeclaim "${name}" is not bound`;
      return { reason: 'ContainerCreating', event: 'FailedMount', message };
    }
    const { csi } = volume.spec as VolumeSpec;
    const driver = csi && state.store.get('storage.k8s.io/csidrivers', '', csi.driver);
    if (!driver || (driver.spec as { attachRequired?: boolean }).attachRequired === false) continue;
    if (!isAttached(state, volumeName, nodeName)) {
      const message = `Unable to attach or mount volumes: unmounted volumes=[${name}]: volume "${volumeName}" is not attached to node "${nodeName}"`;
      return { reason: 'ContainerCreating', event: 'FailedMount', message };
    }
  }
  return undefined;
}

function isAttached(state: ClusterState, volumeName: string, nodeName: string | undefined): boolean {
  return state.store.list('storage.k8s.io/volumeattachments').some(({ spec, status }) => {
    const wanted = spec as { nodeName?: string; source?: { persistentVolumeName?: string } };
    const attached = (status as { attached?: boolean } | undefined)?.attached;
    return attached && wanted.nodeName === nodeName && wanted.source?.persistentVolumeName === volumeName;
  });
}

function missingVariable(state: ClusterState, pod: KubeObject): Missing | undefined {
  const { namespace = '' } = pod.metadata;
  const { containers, initContainers = [] } = pod.spec as PodSpec;
  const references = [...containers, ...initContainers].flatMap(({ env = [], envFrom = [] }) => [
    ...env.flatMap(({ valueFrom }) => [
      { kind: 'configmap', ref: valueFrom?.configMapKeyRef },
      { kind: 'secret', ref: valueFrom?.secretKeyRef },
    ]),
    ...envFrom.flatMap(({ configMapRef, secretRef }) => [
      { kind: 'configmap', ref: configMapRef },
      { kind: 'secret', ref: secretRef },
    ]),
  ]);
  for (const { kind, ref } of references as { kind: string; ref?: Reference & { key?: string } }[]) {
    if (!ref?.name || ref.optional) continue;
    const found = state.store.get(`/${kind}s`, namespace, ref.name);
    const has = found && (!ref.key || (found.data as Record<string, string> | undefined)?.[ref.key] !== undefined);
    if (has) continue;
    const message = found
      ? `couldn't find key ${ref.key} in ${kind === 'secret' ? 'Secret' : 'ConfigMap'} ${namespace}/${ref.name}`
      : `${kind} "${ref.name}" not found`;
    return { reason: 'CreateContainerConfigError', event: 'Failed', message: `Error: ${message}` };
  }
  return undefined;
}
