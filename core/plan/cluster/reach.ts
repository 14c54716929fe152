import type { Finding } from '../../../kube/finding.ts';
import type { ClusterInfo } from '../../base/ports/clusters.ts';
import type { End } from '../../base/request/end.ts';
import { HUB_STACK, memberStackName } from '../../base/run/names.ts';
import { clusterFinding } from './cluster-finding.ts';

/** Functions outside of a VPC call from addresses of AWS that nobody can list: only an open list admits them for sure. */
const EVERYBODY = ['0.0.0.0/0', '::/0'];

/**
 * Why kubeferry cannot reach the API of a cluster, and what to write where; undefined when it can.
 * A connector that the route names is always used, so the endpoint does not matter then.
 */
export function whyOutOfReach(side: 'source' | 'target', place: End, info: ClusterInfo): string | undefined {
  if (place.connector || info.network.publicEndpoint) return undefined;
  return (
    `The API of cluster "${place.cluster}" is private: only its own network ${info.network.vpcId} reaches it, and ` +
    `kubeferry's functions run outside of that. ${connectorAdvice(side, place, info)}`
  );
}

/** A cluster that is to be made as shut as its source: told before it is made, since the run could not enter it then. */
export function wouldBeOutOfReach(end: End, endpoint: { public: boolean; publicCidrs: string[] }): Finding[] {
  const { public: isPublic, publicCidrs } = endpoint;
  if (end.connector) return [];
  const isOpen = publicCidrs.length === 0 || publicCidrs.some((cidr) => EVERYBODY.includes(cidr));
  if (isPublic && isOpen) return [];
  const why = isPublic
    ? `Cluster "${end.cluster}" would admit only ${publicCidrs.join(', ')}, as the source does, and kubeferry's functions have no fixed address.`
    : `Cluster "${end.cluster}" would be as private as the source: only its own network would reach its API, and kubeferry's functions run outside of that.`;
  const other = isPublic ? ' Or map one of these blocks to 0.0.0.0/0 in `create.map`.' : '';
  return [
    clusterFinding(
      'blocker',
      end.cluster,
      'cluster.endpoint',
      `${why} Way out: give the target of the route a \`connector\` with subnets of its VPC and a security group that ` +
        '`create.securityGroupIds` names as well (docs/private-clusters.md), and deploy ' +
        `${memberStackName('target', end.account, end.region)} and ${HUB_STACK}.${other}`,
    ),
  ];
}

/** What may be wrong when the API of a cluster that could be in reach does not answer, and the way out. */
export function wayIntoReach(side: 'source' | 'target', place: End, info: ClusterInfo): string {
  const { publicCidrs, publicEndpoint, securityGroupId, vpcId } = info.network;
  if (place.connector) {
    return (
      `It was called through the connector in ${place.connector.subnetIds.join(', ')}: these subnets have to be in ` +
      `${vpcId}, and ${securityGroupId} has to admit ${place.connector.securityGroupIds.join(', ')} on port 443.` +
      (info.network.privateEndpoint ? '' : ' The cluster has no private endpoint: turn it on, or drop the connector.')
    );
  }
  if (!publicEndpoint || publicCidrs.some((cidr) => EVERYBODY.includes(cidr))) {
    return 'Its endpoint is public: look whether the cluster is healthy, and whether anything in between keeps port 443 shut.';
  }
  return (
    `Its public endpoint admits only ${publicCidrs.join(', ')}, and kubeferry's functions have no fixed address. ` +
    connectorAdvice(side, place, info)
  );
}

/** The block to write, with what DescribeCluster says of the cluster. */
function connectorAdvice(side: 'source' | 'target', place: End, { endpoint, network }: ClusterInfo): string {
  const list = (ids: string[]) => `[${ids.map((id) => `'${id}'`).join(', ')}]`;
  const block =
    `connector: { endpoint: '${endpoint}', subnetIds: ${list(network.subnetIds)}, ` +
    `securityGroupIds: ${list([network.securityGroupId])} }`;
  const privately = network.privateEndpoint ? '' : ' Turn on the private endpoint of the cluster.';
  return (
    `Way out: write into the ${side} of the route in kubeferry.config.ts \`${block}\`, and deploy ` +
    `${memberStackName(side, place.account, place.region)} and ${HUB_STACK}.${privately}`
  );
}
