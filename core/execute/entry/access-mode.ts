import { KubeferryError } from '../../base/errors.ts';
import type { ClusterInfo } from '../../base/ports/clusters.ts';

interface Named {
  cluster: string;
  region: string;
}

/** The command that lets a cluster take access entries (https://docs.aws.amazon.com/eks/latest/userguide/setting-up-access-entries.html). */
export const takeAccessEntries = ({ cluster, region }: Named) =>
  `aws eks update-cluster-config --name ${cluster} --region ${region} --access-config authenticationMode=API_AND_CONFIG_MAP`;

export const ONE_WAY = 'Switching to API_AND_CONFIG_MAP keeps the aws-auth ConfigMap as it is, and cannot be undone.';

/** Runs enter with an access entry. Throws ClusterRejectedToken for clusters in mode CONFIG_MAP, which take none, before one is asked for. */
export function refuseConfigMapMode(
  ends: readonly (Named & { info: Pick<ClusterInfo, 'authenticationMode'> })[],
): void {
  const problems = ends
    .filter(({ info }) => info.authenticationMode === 'CONFIG_MAP')
    .map((end) => ({
      at: `cluster ${end.cluster}`,
      message: `Cluster "${end.cluster}" takes no access entries (authentication mode CONFIG_MAP), so no run can enter it; nothing was changed. Run: ${takeAccessEntries(end)}. ${ONE_WAY}`,
    }));
  if (problems.length === 0) return;
  throw new KubeferryError('ClusterRejectedToken', problems.map(({ message }) => message).join(' '), { problems });
}
