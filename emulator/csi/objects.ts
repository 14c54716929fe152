import type { KubeObject } from '../../kube/kube-object.ts';
import type { ServedResource } from '../../kube/served-resource.ts';

/** The fields that the driver reads of each kind; an API server fills in the rest. */
export interface StorageClass extends KubeObject {
  provisioner: string;
  parameters?: Record<string, string>;
  reclaimPolicy?: string;
  volumeBindingMode?: 'Immediate' | 'WaitForFirstConsumer';
  mountOptions?: string[];
  allowedTopologies?: { matchLabelExpressions: { key: string; values: string[] }[] }[];
}

export interface Claim extends KubeObject {
  spec: {
    accessModes: string[];
    volumeMode?: string;
    storageClassName?: string;
    volumeName?: string;
    dataSource?: { kind: string; name: string };
    resources: { requests: { storage: string } };
  };
  status?: { phase?: string };
}

export interface PersistentVolume extends KubeObject {
  spec: {
    csi?: { driver: string; volumeHandle: string };
    claimRef?: { namespace: string; name: string; uid?: string };
    persistentVolumeReclaimPolicy?: string;
  };
  status?: { phase?: string };
}

export interface Pod extends KubeObject {
  spec: {
    nodeName?: string;
    volumes?: { name: string; persistentVolumeClaim?: { claimName: string }; ephemeral?: object }[];
  };
  status?: { phase?: string };
}

export interface Node extends KubeObject {
  spec?: { providerID?: string };
}

export interface VolumeAttachment extends KubeObject {
  spec: { attacher: string; nodeName: string; source: { persistentVolumeName?: string } };
  status?: { attached: boolean; attachError?: { message?: string } };
}

const kind = (apiVersion: string, name: string, resource: string, namespaced: boolean): ServedResource => ({
  apiVersion,
  kind: name,
  resource,
  namespaced,
  verbs: ['get', 'list'],
});

export const RESOURCES = {
  classes: kind('storage.k8s.io/v1', 'StorageClass', 'storageclasses', false),
  attachments: kind('storage.k8s.io/v1', 'VolumeAttachment', 'volumeattachments', false),
  claims: kind('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', true),
  volumes: kind('v1', 'PersistentVolume', 'persistentvolumes', false),
  pods: kind('v1', 'Pod', 'pods', true),
  nodes: kind('v1', 'Node', 'nodes', false),
};
