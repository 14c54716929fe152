import type { Volume } from '../../base/ports/volume-storage.ts';
import { volumeKey } from '../../base/volume-key.ts';
import type { ClaimFacts } from '../../translate/context.ts';
import { whyForeignDisk } from './belongs-to-aks.ts';

type Tags = Record<string, string>;

/** What EC2 says, which nobody writes from within a cluster, of the volumes that PersistentVolumes name. */
export interface Proofs {
  /** Name of the source cluster. */
  cluster: string;
  /** Instance id -> its tags. */
  instances: ReadonlyMap<string, Tags>;
  /** Of the route: ids of volumes, and tags as `key=value`. */
  allowed: readonly string[];
  /** Where a cluster of AKS has its nodes and disks. */
  nodeResourceGroup?: string | undefined;
}

/**
 * Why a volume may belong to somebody else in the account; undefined when it proves that it is the source cluster's. Whoever
 * may write a PersistentVolume can name any volume, so its word is no proof. A proof is that the volume is attached to a node
 * of the cluster, and no disk of the node itself, which has what all of its pods write and the node's own credentials; or, while it is detached, the tags with which the driver or an earlier run made it for this cluster and
 * this PersistentVolume or claim: keys under `kubernetes.io` and `CSIVolumeName` are the driver's own, and no StorageClass or
 * VolumeAttributesClass may set them (https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/tagging.md).
 * `KubernetesCluster` and `ebs.csi.aws.com/cluster-name` are not reserved so, and prove nothing.
 */
export function whyForeign(claim: string, claimFacts: ClaimFacts, volume: Volume, proofs: Proofs): string | undefined {
  if (isAllowed(volume, proofs.allowed)) return undefined;
  const { cluster, instances, nodeResourceGroup = '' } = proofs;
  if (volume.cloud) return whyForeignDisk(claim, claimFacts, volume, { cluster, nodeResourceGroup });
  const { volumeName } = claimFacts;
  const nodes = volume.instanceIds.map((id) => ({ id, clusters: clustersOf(instances.get(id) ?? {}) }));
  const stranger = nodes.find(({ clusters }) => clusters.length > 0 && !clusters.includes(cluster));
  if (!stranger) {
    if (!volume.endsWithInstance && nodes.some(({ clusters }) => clusters.includes(cluster))) return undefined;
    if (isMadeFor(volume.tags, cluster, claim, volumeName)) return undefined;
  }
  const seen = stranger
    ? `it is attached to ${stranger.id}, a node of cluster "${stranger.clusters[0]}"`
    : `it is ${volume.endsWithInstance ? `a disk that ${volume.instanceIds[0]} was launched with` : 'attached to no node of the cluster'}, and has no tags with which its driver made it for this claim or the PersistentVolume "${volumeName}"`;
  return (
    `Volume ${volume.id} of claim ${claim} does not prove that it belongs to cluster "${cluster}": ${seen}. ` +
    `If it does, name it in the route's source.allowVolumes in kubeferry.config.ts, by its id or by a tag; or skip the claim (volumes.claims).`
  );
}

const isAllowed = ({ id, tags }: Volume, allowed: readonly string[]) =>
  allowed.some(
    (each) =>
      volumeKey(each) === volumeKey(id) || Object.entries(tags).some(([key, value]) => each === `${key}=${value}`),
  );

/** Auto Mode names its clusters by a tag that is EKS's own (https://docs.aws.amazon.com/eks/latest/userguide/auto-learn-iam.html). */
const isMadeFor = (tags: Tags, cluster: string, claim: string, volumeName: string) =>
  (tags[`kubernetes.io/cluster/${cluster}`] === 'owned' || tags['eks:eks-cluster-name'] === cluster) &&
  (tags[`${CREATED_FOR}pv/name`] === volumeName ||
    tags.CSIVolumeName === volumeName ||
    `${tags[`${CREATED_FOR}pvc/namespace`]}/${tags[`${CREATED_FOR}pvc/name`]}` === claim);

const CREATED_FOR = 'kubernetes.io/created-for/';

/**
 * The clusters whose node an instance is: tags that EKS, Karpenter or whoever runs own nodes give it
 * (https://docs.aws.amazon.com/eks/latest/userguide/worker.html).
 */
function clustersOf(tags: Tags): string[] {
  const named = ['aws:eks:cluster-name', 'eks:cluster-name', 'eks:eks-cluster-name'].flatMap((key) => tags[key] ?? []);
  const owned = Object.entries(tags).flatMap(([key, value]) =>
    key.startsWith(OWNED) && value === 'owned' ? key.slice(OWNED.length) : [],
  );
  return [...new Set([...named, ...owned])];
}

const OWNED = 'kubernetes.io/cluster/';
