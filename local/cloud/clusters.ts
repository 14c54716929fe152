import { zonesOf } from '../aws/ec2/zones.ts';
import type { Eks } from '../aws/eks/eks.ts';
import type { Surroundings } from '../aws/gateway/execute.ts';
import type { Services } from '../aws/services.ts';
import type { Cloud } from '../cloud.ts';
import type { EbsCsiDriver } from '../csi/driver.ts';
import { startCsiDriver } from './csi-driver.ts';
import type { ClusterPlace, Home } from './route.ts';

/** Both clusters of the route, with a node in each zone and the EBS CSI driver. */
export async function startClusters(
  { source, target }: Home,
  eks: Eks,
  services: Services,
  surroundings: Surroundings,
): Promise<{ clusters: Cloud['clusters']; drivers: EbsCsiDriver[] }> {
  const start = async ({ account, region, cluster }: ClusterPlace) => {
    const nodes = zonesOf(region).map(({ name }) => ({ zone: name }));
    const { running } = await eks.seedCluster({ account, region, name: cluster, nodes });
    return { name: cluster, running };
  };
  const [from, to] = await Promise.all([start(source), start(target)]);
  const drivers = [
    startCsiDriver(source, from.running, services, surroundings),
    startCsiDriver(target, to.running, services, surroundings),
  ];
  return { clusters: { source: from, target: to }, drivers };
}
