import type { ClusterInfo, Clusters } from '../../core/base/ports/clusters.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';

/**
 * A cluster that is none of EKS, for who knows clusters by what EKS says of them. Nobody is let in or out: whoever keeps the
 * secret of the cluster has said by RBAC what it may, so that there are no access entries.
 */
export const plainClusters = (describe: () => Promise<ClusterInfo>): Clusters => ({
  describe,
  createAccessEntry: async () => false,
  associate: async () => {},
  disassociate: async () => {},
  listAssociated: async () => [],
  deleteAccessEntry: async () => {},
});

export interface PlainCluster {
  name: string;
  endpoint: string;
  certificateAuthority: string;
  /** It is reached through a connector. */
  isPrivate: boolean;
}

/** What an API server says of itself. Throws what its first call throws: ClusterUnreachable, ClusterRejectedToken. */
export async function describePlain(
  api: Pick<ClusterApi, 'version'>,
  { isPrivate, ...cluster }: PlainCluster,
): Promise<ClusterInfo> {
  return {
    ...cluster,
    arn: '',
    status: 'ACTIVE',
    version: minorOf(await api.version()),
    authenticationMode: 'API',
    network: {
      publicEndpoint: !isPrivate,
      publicCidrs: [],
      privateEndpoint: isPrivate,
      vpcId: '',
      subnetIds: [],
      securityGroupId: '',
      otherSecurityGroupIds: [],
    },
    autoModeStorage: false,
    tags: {},
  };
}

/** `v1.34.2+k3s1` is 1.34. */
const minorOf = (version: string) => /^v?(\d+\.\d+)/.exec(version)?.[1] ?? version;
