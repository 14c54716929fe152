import { type Finding, findingsBy } from '../../../kube/finding.ts';
import { claimRef } from '../../base/claim-ref.ts';
import type { Volume } from '../../base/ports/volume-storage.ts';
import type { Request } from '../../base/request/request.ts';
import { givesVolume } from '../../base/strategies.ts';
import type { SourceIndex } from '../../translate/context.ts';
import { monthlyOfOne } from '../cost/usage.ts';
import type { PlannedVolume } from './volume-plan.ts';

const about = findingsBy('handed-over');

/** AmazonEBSCSIDriverPolicyV2 and AmazonEBSCSIDriverEKSClusterScopedPolicy go by these: see target-tags.ts. */
const [OF_A_DRIVER, OF_A_CLUSTER] = ['ebs.csi.aws.com/cluster', 'ebs.csi.aws.com/cluster-name'];

interface Facts {
  index: Pick<SourceIndex, 'claims'>;
  request: Pick<Request, 'migrate'>;
  source: { cluster: string };
  target: { cluster: string };
  volumes: ReadonlyMap<string, Volume>;
}

/** What becomes of the source where the target gets its very volumes, and what the driver there asks of their tags, which stay as they are. */
export function tellHandingOver(facts: Facts, planned: readonly PlannedVolume[]): Finding[] {
  const given = planned.filter(givesVolume);
  return [
    ...given.flatMap((volume) => [ofSource(volume, facts), ...ofTags(volume, facts), ...ofOwner(volume, facts)]),
    ...ofWait(given, facts),
  ];
}

/** A first snapshot of a large volume takes hours (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-creating-snapshot.html). */
function ofWait(given: readonly PlannedVolume[], { request }: Facts): Finding[] {
  if (given.length === 0 || request.migrate) return [];
  return [
    about(
      { apiVersion: 'kubeferry', kind: 'Request', name: 'migrate' },
      'warning',
      'The source is at zero until the snapshots taken before it hands its volumes over are complete: minutes for volumes that have recent ones, and up to hours for large ones that have none. ' +
        'With "migrate" the rounds take snapshots while the source works, so that the last ones have little to do.',
    ),
  ];
}

/** The price stands beside the volume: it changes with what is written, and what is said here is part of what is approved. */
function ofSource({ claim, sourceVolumeId: id, sizeGiB, keepsSnapshot }: PlannedVolume, { index }: Facts): Finding {
  const volume = index.claims[claim]?.volumeName ?? '';
  const most = `for $${monthlyOfOne(sizeGiB).toFixed(2)} a month at most`;
  const snapshot = keepsSnapshot
    ? `kept until somebody removes it, ${most}`
    : `deleted once the clone is verified ("safetySnapshot": "keep" under volumes keeps it, ${most})`;
  return about(
    claimRef(claim),
    'warning',
    `Claim ${claim} has no copy at the source any more: volume ${id} itself is detached there and bound in the target. ` +
      `Before that a snapshot of it is taken, which is the estimate of its claim, and ${snapshot}. ` +
      `At the source PersistentVolume ${volume} stays, with the reclaim policy Retain and without its claim, so that nothing there deletes or attaches the volume while the target has it. ` +
      'A roll-back gives the volume back as it is then, with what the target has written. In the target the policy is Retain, too: set it to Delete there when the volume is to go with its claim.',
  );
}

function ofTags({ claim, sourceVolumeId: id }: PlannedVolume, { target, volumes }: Facts): Finding[] {
  const tags = volumes.get(id)?.tags ?? {};
  const named = tags[OF_A_CLUSTER!];
  const command = (tag: string, value: string) =>
    `aws ec2 create-tags --resources ${id} --tags Key=${tag},Value=${value}`;
  const warn = (why: string, way: string) =>
    about(
      claimRef(claim),
      'warning',
      `Volume ${id} of claim ${claim} keeps its tags, and ${why}. If its role has that policy: ${way}.`,
    );
  return [
    ...(tags[OF_A_DRIVER!] === 'true'
      ? []
      : [
          warn(
            `without ${OF_A_DRIVER}=true a driver with AmazonEBSCSIDriverPolicyV2 does not attach it`,
            command(OF_A_DRIVER!, 'true'),
          ),
        ]),
    ...(named === undefined || named === target.cluster
      ? []
      : [
          warn(
            `with ${OF_A_CLUSTER}=${named} a driver with AmazonEBSCSIDriverEKSClusterScopedPolicy attaches it to that cluster alone`,
            command(OF_A_CLUSTER!, target.cluster),
          ),
        ]),
  ];
}

/** As the driver tags each volume that it makes; tools that clean up after a cluster go by it (https://kops.sigs.k8s.io/cli/kops_delete_cluster/). */
function ofOwner({ claim, sourceVolumeId: id }: PlannedVolume, { source, target, volumes }: Facts): Finding[] {
  const owner = `kubernetes.io/cluster/${source.cluster}`;
  if (source.cluster === target.cluster || volumes.get(id)?.tags[owner] !== 'owned') return [];
  return [
    about(
      claimRef(claim),
      'warning',
      `Volume ${id} of claim ${claim} keeps the tag ${owner}=owned, by which tools that clean up after cluster "${source.cluster}" delete it once nothing has it attached. ` +
        `When nobody will roll back any more, and before that cluster goes: aws ec2 create-tags --resources ${id} --tags Key=kubernetes.io/cluster/${target.cluster},Value=owned, and aws ec2 delete-tags --resources ${id} --tags Key=${owner}.`,
    ),
  ];
}
