import { networkOf } from '../ec2/network.ts';
import { launchNode, terminateNode } from './nodes.ts';
import type { EksContext } from './operation.ts';
import type { Cluster } from './state.ts';

export const isAutoMode = ({ request }: Pick<Cluster, 'request'>): boolean =>
  (request.computeConfig as { enabled?: boolean } | undefined)?.enabled === true;

/**
 * Nodes of Auto Mode, one in each zone of the cluster's subnets. EKS makes them where pods ask for them
 * (https://docs.aws.amazon.com/eks/latest/userguide/automode.html); here they are there as soon as the cluster is, which
 * pods cannot tell apart. Without a built-in node pool there are none.
 */
export function addAutoNodes(cluster: Cluster, { ec2 }: Pick<EksContext, 'ec2'>, now: number): void {
  const { nodePools = [] } = (cluster.request.computeConfig ?? {}) as { nodePools?: string[] };
  if (!isAutoMode(cluster) || nodePools.length === 0) return;
  const { subnetIds } = cluster.request.resourcesVpcConfig as { subnetIds: string[] };
  const zones = networkOf(cluster.account, cluster.region).subnets.filter(({ id }) => subnetIds.includes(id));
  const place = ec2.place(cluster.account, cluster.region);
  cluster.autoNodes = zones.map(({ zone }) => {
    const labels = { 'eks.amazonaws.com/compute-type': 'auto', 'karpenter.sh/nodepool': nodePools[0]! };
    return launchNode(ec2, place, cluster.name, { zone, instanceType: 'c6g.large', labels }, now);
  });
}

/** Their instances go with the cluster. */
export function removeAutoNodes(cluster: Cluster, { ec2 }: Pick<EksContext, 'ec2'>): void {
  const place = ec2.place(cluster.account, cluster.region);
  for (const { instanceId } of cluster.autoNodes) terminateNode(place, instanceId);
  cluster.autoNodes = [];
}
