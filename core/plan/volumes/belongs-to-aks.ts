import type { Volume } from '../../base/ports/volume-storage.ts';
import type { ClaimFacts } from '../../translate/context.ts';

/**
 * Why a managed disk of the node resource group may be another's; undefined when it proves that it is of the cluster's claim. Whoever
 * may write a PersistentVolume can name any disk. A proof is that a machine has it, whom in that group only AKS makes, and not as the disk
 * that it starts from, which has what all of its pods write and the node's own credentials; or, while it is
 * detached, the tags with which the driver made it for this PersistentVolume or claim
 * (https://github.com/kubernetes-sigs/azuredisk-csi-driver/blob/master/pkg/azureconstants/azure_constants.go).
 */
export function whyForeignDisk(
  claim: string,
  { volumeName }: ClaimFacts,
  { id, attachedTo = [], endsWithInstance, tags }: Volume,
  { cluster, nodeResourceGroup }: { cluster: string; nodeResourceGroup: string },
): string | undefined {
  const isOfNode = !endsWithInstance && attachedTo.some((machine) => isWithin(machine, nodeResourceGroup));
  const madeFor = `${tags[`${CREATED_FOR}pvc-namespace`]}/${tags[`${CREATED_FOR}pvc-name`]}`;
  if (isOfNode || tags[`${CREATED_FOR}pv-name`] === volumeName || madeFor === claim) return undefined;
  const seen = endsWithInstance
    ? 'it is the disk of an operating system, such as a node starts from'
    : attachedTo.length > 0
      ? `it is attached to ${attachedTo[0]}, which is no machine of resource group ${nodeResourceGroup}`
      : `it is attached to no node, and has no tags with which its driver made it for this claim or the PersistentVolume "${volumeName}"`;
  return (
    `Disk ${id} of claim ${claim} does not prove that it belongs to cluster "${cluster}": ${seen}. ` +
    `If it does, name it in the route's source.allowVolumes in kubeferry.config.ts, by its id or by a tag; or skip the claim (volumes.claims).`
  );
}

const CREATED_FOR = 'kubernetes.io-created-for-';

const isWithin = (id: string, resourceGroup: string) =>
  id.toLowerCase().includes(`/resourcegroups/${resourceGroup.toLowerCase()}/`);
