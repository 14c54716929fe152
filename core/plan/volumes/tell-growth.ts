import { type Finding, findingsBy } from '../../../kube/finding.ts';
import { claimRef } from '../../base/claim-ref.ts';
import { comesAsFiles } from '../../base/run/origin.ts';
import type { SourceIndex } from '../../translate/context.ts';
import type { PlannedVolume } from './volume-plan.ts';

const about = findingsBy('volume-sizes');

/**
 * What becomes of the file system on a volume that is larger than its snapshot: the EBS CSI driver resizes it when it
 * stages the volume on a node (NodeStageVolume of aws-ebs-csi-driver, pkg/driver/node.go), so at the first mount.
 */
export const tellGrowth = ({ claims }: Pick<SourceIndex, 'claims'>, planned: readonly PlannedVolume[]): Finding[] =>
  planned.flatMap(({ claim, sizeGiB, grownFromGiB, origin }) => {
    if (grownFromGiB === undefined) return [];
    const then =
      claims[claim]?.volumeMode === 'Block'
        ? 'it is a block device, and what is on it has to be grown by whoever uses it'
        : comesAsFiles(origin)
          ? 'its file system is made as large'
          : 'the EBS CSI driver grows its file system when it first mounts it';
    return [about(claimRef(claim), 'info', `Claim ${claim} grows from ${grownFromGiB} to ${sizeGiB} GiB: ${then}.`)];
  });
