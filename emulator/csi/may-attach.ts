import type { CsiVolume } from './ebs-for-csi.ts';

/**
 * Why EC2 would not attach a volume to an instance, in its own codes; undefined when it would. What the driver's role may
 * do, EC2 says by itself.
 */
export function refusalToAttach(
  volumeId: string,
  volume: CsiVolume | undefined,
  instance: { id: string | undefined; zone: string | undefined },
): string | undefined {
  if (!volume) return `InvalidVolume.NotFound: The volume '${volumeId}' does not exist in this account and Region.`;
  if (!instance.id)
    return 'node has no EC2 instance: neither spec.providerID nor the annotation of the driver names one';
  if (volume.zone !== instance.zone) {
    return `InvalidVolume.ZoneMismatch: The volume '${volumeId}' (${volume.zone}) is not in the same availability zone as instance '${instance.id}' (${instance.zone}).`;
  }
  const elsewhere = volume.attachments.find(({ instanceId }) => instanceId !== instance.id);
  if (elsewhere) return `VolumeInUse: ${volumeId} is already attached to an instance (${elsewhere.instanceId}).`;
  return undefined;
}
