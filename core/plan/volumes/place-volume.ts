import type { KubeObject } from '../../../kube/kube-object.ts';
import type { Volume } from '../../base/ports/volume-storage.ts';
import type { Route } from '../../base/request/route.ts';
import { WITHOUT_DATA } from '../../base/strategies.ts';
import { chooseZone } from '../../translate/choose-zone.ts';
import type { ClaimFacts } from '../../translate/context.ts';
import { inOneHome } from '../../translate/one-home.ts';
import { azureDiskType } from './azure-disk-type.ts';
import { type TargetType, targetType } from './target-type.ts';
import type { VolumeFacts } from './volume-facts.ts';

export interface VolumePlace {
  zone: string;
  sizeGiB: number;
  fitted: TargetType;
  targetClass: KubeObject | undefined;
}

/** In which zone, how large and of which type the volume is in the target; a blocker's sentence where EBS makes none such. */
export function placeVolume(
  claim: string,
  { storageClass }: ClaimFacts,
  volume: Volume,
  isMade: boolean,
  { clone, request, source, target, targetClassOf }: VolumeFacts,
): VolumePlace | { blocker: string } {
  const zone = chooseZone(volume.zone, source.zones, target.zones, request.mappings.zones, inOneHome(source, target));
  if (!zone) {
    return {
      blocker: `Claim ${claim} lies in zone ${volume.zone}, and the target has no zone for it: mapped to "${request.mappings.zones[volume.zone] ?? ''}", nodes are in ${target.zones.join(', ') || 'no zone'}.`,
    };
  }
  const sizeGiB = request.volumes.sizes?.[claim] ?? volume.sizeGiB;
  if (sizeGiB < volume.sizeGiB) {
    return {
      blocker: `Claim ${claim} is to have ${sizeGiB} GiB (volumes.sizes), and its volume has ${volume.sizeGiB}: EBS makes no volume smaller than its snapshot. Ask for ${volume.sizeGiB} or more, or leave the entry out.`,
    };
  }
  const targetClass = target.storageClasses.find((each) => each.metadata.name === targetClassOf(storageClass));
  const sized = { ...volume, sizeGiB };
  const fitted =
    target.cloud === 'azure'
      ? azureDiskType(sized, targetClass, encryptionSetOf(clone.route))
      : targetType(sized, targetClass, request.volumes.performance);
  if (isMade && fitted.refusal) {
    return {
      blocker: `Claim ${claim} cannot have its volume in class "${targetClass?.metadata.name ?? ''}": ${fitted.refusal}. Name another class of the target in mappings.storageClasses["${storageClass}"], or set volumes.claims["${claim}"] to "${WITHOUT_DATA}".`,
    };
  }
  return {
    zone: target.cloud === 'azure' ? zoneOfDisk(zone, fitted.type.volumeType) : zone,
    sizeGiB,
    fitted,
    targetClass,
  };
}

const encryptionSetOf = ({ target }: Pick<Route, 'target'>) =>
  target.kind === 'aks' ? target.diskEncryptionSet : undefined;

/**
 * Disks that are kept in three zones are in none of them, and nodes outside of zones have a fault domain for one
 * (https://learn.microsoft.com/azure/aks/availability-zones-overview#zonal-and-regional): neither has a zone of its own.
 */
const zoneOfDisk = (zone: string, sku: string) => (sku.endsWith('_ZRS') || !/-\d$/.test(zone) ? '' : zone);
