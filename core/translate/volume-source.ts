import { isRecord, mapAt, textAt } from '../../kube/fields.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import type { ServedResource } from '../../kube/served-resource.ts';
import { EBS_IN_TREE, isEbs } from './tables/drivers.ts';

export const PERSISTENT_VOLUMES: ServedResource = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  resource: 'persistentvolumes',
  namespaced: false,
  verbs: ['list'],
};

export interface VolumeSource {
  /** CSI driver, `kubernetes.io/aws-ebs`, or the field of another in-tree volume, such as `nfs`. */
  driver: string;
  /** `vol-…`, or '' when the volume is not on EBS. */
  volumeId: string;
  fsType?: string;
  /** Partition of the volume, where an in-tree source names one. */
  partition?: string;
}

/** Fields of a PersistentVolume spec that say no place (core/v1 PersistentVolumeSpec). */
const NO_SOURCE = ['capacity', 'claimRef', 'nodeAffinity', 'mountOptions', 'accessModes'];

/** What a PersistentVolume points at. */
export function volumeSourceOf(volume: KubeObject): VolumeSource {
  const inTree = mapAt(volume, 'spec.awsElasticBlockStore');
  if (typeof inTree.volumeID === 'string') {
    return described(EBS_IN_TREE, bareVolumeId(inTree.volumeID), inTree.fsType, inTree.partition);
  }
  const driver = textAt(volume, 'spec.csi.driver');
  if (driver === undefined) return { driver: otherSource(volume), volumeId: '' };
  const handle = textAt(volume, 'spec.csi.volumeHandle') ?? '';
  const attributes = mapAt(volume, 'spec.csi.volumeAttributes');
  return described(
    driver,
    isEbs(driver) ? bareVolumeId(handle) : '',
    textAt(volume, 'spec.csi.fsType'),
    attributes.partition,
  );
}

function described(driver: string, volumeId: string, fsType: unknown, partition: unknown): VolumeSource {
  return {
    driver,
    volumeId,
    ...(typeof fsType === 'string' && fsType !== '' ? { fsType } : {}),
    ...(partition ? { partition: String(partition) } : {}),
  };
}

/** In-tree handles may be written `aws://eu-west-1a/vol-…`. */
const bareVolumeId = (handle: string) => handle.slice(handle.lastIndexOf('/') + 1);

function otherSource(volume: KubeObject): string {
  const fields = Object.entries(mapAt(volume, 'spec'));
  return fields.find(([field, value]) => isRecord(value) && !NO_SOURCE.includes(field))?.[0] ?? '';
}
