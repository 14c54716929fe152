import { isRecord, mapAt, textAt } from '../../kube/fields.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import type { ServedResource } from '../../kube/served-resource.ts';
import { AZURE_DISK_CSI, AZURE_DISK_IN_TREE, EBS_IN_TREE, isEbs } from './tables/drivers.ts';

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
  /** `vol-…`, the id of a managed disk of Azure, or '' when the volume is neither. */
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
  const { diskURI, fsType } = mapAt(volume, 'spec.azureDisk');
  // Others are page blobs of somebody's own, at an address.
  if (typeof diskURI === 'string' && diskURI.startsWith('/'))
    return described(AZURE_DISK_IN_TREE, diskURI, fsType, undefined);
  const driver = textAt(volume, 'spec.csi.driver');
  if (driver === undefined) return { driver: otherSource(volume), volumeId: '' };
  const handle = textAt(volume, 'spec.csi.volumeHandle') ?? '';
  const attributes = mapAt(volume, 'spec.csi.volumeAttributes');
  return described(
    driver,
    idOf(driver, handle),
    textAt(volume, 'spec.csi.fsType') ?? fsTypeIn(attributes),
    attributes.partition,
  );
}

/** The handle of a managed disk is its id in Azure (https://github.com/kubernetes-sigs/azuredisk-csi-driver/blob/master/docs/driver-parameters.md). */
function idOf(driver: string, handle: string): string {
  if (driver === AZURE_DISK_CSI) return handle;
  return isEbs(driver) ? bareVolumeId(handle) : '';
}

/** The driver of managed disks keeps it there, in any case of letters. */
const fsTypeIn = (attributes: Record<string, unknown>) =>
  Object.entries(attributes).find(([name]) => name.toLowerCase() === 'fstype')?.[1];

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
