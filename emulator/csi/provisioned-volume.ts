import type { KubeObject } from '../../kube/kube-object.ts';
import type { CsiVolume, CsiVolumeRequest } from './ebs-for-csi.ts';
import { PROVISIONED_BY, PROVISIONER_FINALIZER, ZONE_LABEL } from './names.ts';
import type { Claim, StorageClass } from './objects.ts';
import type { Pass } from './pass.ts';
import { gibibytesOf } from './quantity.ts';

/** `pvc-` and the claim's uid: external-provisioner's --volume-name-prefix default. */
export function volumeName(claim: Claim): string {
  return `pvc-${claim.metadata.uid}`;
}

/** The parameters of the class that are read; any other is refused, as the driver does (docs/parameters.md). */
const PARAMETERS = ['type', 'iops', 'throughput', 'encrypted', 'kmskeyid', 'csi.storage.k8s.io/fstype', 'fstype'];
/** `tagSpecification_1: team=shop`, one tag each (docs/tagging.md of the driver). */
const TAG_PARAMETER = /^tagspecification_\d+$/;

export function requestFor(pass: Pass, claim: Claim, storage: StorageClass, zone: string): CsiVolumeRequest {
  if (claim.spec.dataSource) throw new Error(`a claim from a ${claim.spec.dataSource.kind} is not played here`);
  const { type = 'gp3', iops, throughput, encrypted, kmskeyid } = parametersOf(storage);
  return {
    zone,
    type,
    sizeGiB: gibibytesOf(claim.spec.resources.requests.storage),
    encrypted: encrypted === 'true',
    ...(kmskeyid ? { kmsKeyId: kmskeyid } : {}),
    ...(iops ? { iops: Number(iops) } : {}),
    ...(throughput ? { throughput: Number(throughput) } : {}),
    tags: { ...tagsOf(storage), ...tagsFor(pass, claim) },
  };
}

/** Keys are read in any case, as the driver reads them. */
function parametersOf(storage: StorageClass): Record<string, string> {
  const entries = Object.entries(storage.parameters ?? {}).map(([key, value]) => [key.toLowerCase(), value] as const);
  const unknown = entries.find(([key]) => !PARAMETERS.includes(key) && !TAG_PARAMETER.test(key));
  if (unknown) throw new Error(`Invalid parameter key ${unknown[0]} for CreateVolume`);
  return Object.fromEntries(entries);
}

function tagsOf(storage: StorageClass): Record<string, string> {
  const named = Object.entries(parametersOf(storage)).filter(([key]) => TAG_PARAMETER.test(key));
  return Object.fromEntries(named.map(([, tag]) => [tag.slice(0, tag.indexOf('=')), tag.slice(tag.indexOf('=') + 1)]));
}

/** docs/tagging.md of the driver; in Auto Mode the one that its IAM policy goes by. */
function tagsFor({ driver, clusterName }: Pass, claim: Claim): Record<string, string> {
  const owner: Record<string, string> =
    driver === 'ebs.csi.aws.com'
      ? { 'ebs.csi.aws.com/cluster': 'true', [`kubernetes.io/cluster/${clusterName}`]: 'owned' }
      : { 'eks:eks-cluster-name': clusterName };
  return {
    CSIVolumeName: volumeName(claim),
    Name: `${clusterName}-dynamic-${volumeName(claim)}`,
    'kubernetes.io/created-for/pvc/name': claim.metadata.name,
    'kubernetes.io/created-for/pvc/namespace': claim.metadata.namespace ?? '',
    'kubernetes.io/created-for/pv/name': volumeName(claim),
    ...owner,
  };
}

/** The PV that external-provisioner writes, bound to its claim by uid. */
export function persistentVolume(driver: string, claim: Claim, storage: StorageClass, volume: CsiVolume): KubeObject {
  const { name, namespace, uid, resourceVersion } = claim.metadata;
  const parameters = parametersOf(storage);
  const fsType = parameters['csi.storage.k8s.io/fstype'] ?? parameters.fstype ?? 'ext4';
  const isBlock = claim.spec.volumeMode === 'Block';
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name: volumeName(claim),
      annotations: {
        [PROVISIONED_BY]: driver,
        'volume.kubernetes.io/provisioner-deletion-secret-name': '',
        'volume.kubernetes.io/provisioner-deletion-secret-namespace': '',
      },
      finalizers: [PROVISIONER_FINALIZER, 'kubernetes.io/pv-protection'],
    },
    spec: {
      accessModes: claim.spec.accessModes,
      capacity: { storage: `${gibibytesOf(claim.spec.resources.requests.storage)}Gi` },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid, resourceVersion },
      csi: {
        driver,
        ...(isBlock ? {} : { fsType }),
        volumeAttributes: { 'storage.kubernetes.io/csiProvisionerIdentity': `1-1-${driver}` },
        volumeHandle: volume.id,
      },
      ...(storage.mountOptions ? { mountOptions: storage.mountOptions } : {}),
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [zoneIs(volume.zone)] }] } },
      persistentVolumeReclaimPolicy: storage.reclaimPolicy ?? 'Delete',
      storageClassName: storage.metadata.name,
      volumeMode: claim.spec.volumeMode ?? 'Filesystem',
    },
  };
}

function zoneIs(zone: string) {
  return { key: ZONE_LABEL, operator: 'In', values: [zone] };
}
