import type { Cloud } from '../../../local/cloud.ts';
import { bucket } from './add-backups.ts';

/**
 * What clones have, where they are in Azure as well: disks by their tag, a cluster that the run made, and whom its identities trust; and
 * the snapshots that stay for the next clone, of which each takes the place of the one before.
 */
const OF_CLONES =
  /"kubeferry:step":"(?:target-volume|whole-cluster)"|"kubeferry:lineage":|\/federatedIdentityCredentials\/kubeferry-/;

/**
 * Everything of backups and of disks that are none of EBS, with what a run could change of it: snapshots with tags and shares, what is in
 * the bucket, and whatever is in Azure.
 */
export function keptByVelero({ accounts, inventory }: Cloud): Map<string, string> {
  const { id, region } = accounts.source;
  const lines = inventory().filter(
    (line) =>
      line.startsWith(`${id} ${region} snapshot `) ||
      line.startsWith(`s3://${bucket}/`) ||
      (line.startsWith('/subscriptions/') && !OF_CLONES.test(line)),
  );
  return new Map(lines.map((line) => [line, '']));
}
