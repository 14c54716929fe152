import type { EbsDriverName } from './driver.ts';
import type { CsiVolume } from './ebs-for-csi.ts';

/**
 * Why EC2 would not attach a volume to an instance, in its own codes; undefined when it would. The tag is what the
 * driver's IAM policy demands: AmazonEBSCSIDriverPolicyV2 goes by `ebs.csi.aws.com/cluster` or by the tag of
 * provisioned volumes (https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html), EKS Auto Mode by its cluster's
 * name (https://docs.aws.amazon.com/eks/latest/userguide/create-storage-class.html).
 */
export function refusalToAttach(
  driver: EbsDriverName,
  clusterName: string,
  volumeId: string,
  volume: CsiVolume | undefined,
  instance: { id: string | undefined; zone: string | undefined },
): string | undefined {
  if (!volume) return `InvalidVolume.NotFound: The volume '${volumeId}' does not exist in this account and Region.`;
  if (!instance.id)
    return 'node has no EC2 instance: neither spec.providerID nor the annotation of the driver names one';
  const tag = missingTag(driver, clusterName, volume.tags);
  if (tag) {
    return `UnauthorizedOperation: You are not authorized to perform ec2:AttachVolume on ${volumeId}: the role of ${driver} may use only volumes that carry the tag ${tag}.`;
  }
  if (volume.zone !== instance.zone) {
    return `InvalidVolume.ZoneMismatch: The volume '${volumeId}' (${volume.zone}) is not in the same availability zone as instance '${instance.id}' (${instance.zone}).`;
  }
  const elsewhere = volume.attachments.find(({ instanceId }) => instanceId !== instance.id);
  if (elsewhere) return `VolumeInUse: ${volumeId} is already attached to an instance (${elsewhere.instanceId}).`;
  return undefined;
}

/** The tag that the driver's role needs and the volume lacks. */
export function missingTag(
  driver: EbsDriverName,
  clusterName: string,
  tags: Record<string, string>,
): string | undefined {
  if (driver === 'ebs.csi.eks.amazonaws.com') {
    return tags['eks:eks-cluster-name'] === clusterName ? undefined : `eks:eks-cluster-name=${clusterName}`;
  }
  const fits = tags['ebs.csi.aws.com/cluster'] === 'true' || 'kubernetes.io/created-for/pvc/name' in tags;
  return fits ? undefined : 'ebs.csi.aws.com/cluster=true';
}
