import { createHash } from 'node:crypto';
import { networkOf } from '../ec2/network.ts';
import type { FunctionNetwork, FunctionSpec } from '../lambda/function.ts';
import type { Cluster } from './state.ts';

interface VpcConfig {
  endpointPublicAccess?: boolean;
  endpointPrivateAccess?: boolean;
  publicAccessCidrs?: string[];
  securityGroupIds?: string[];
}

const vpcConfigOf = ({ request }: Pick<Cluster, 'request'>) => request.resourcesVpcConfig as VpcConfig;

/** Stays the same for a cluster (https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html#cluster-endpoint-ipv4). */
export function hostOf({ arn, region }: Pick<Cluster, 'arn' | 'region'>): string {
  const id = createHash('sha256').update(arn).digest('hex').slice(0, 32).toUpperCase();
  return `${id}.gr7.${region}.eks.amazonaws.com`;
}

/** Open to the whole internet: only then do callers without a fixed address come through. */
function isOpen(cluster: Pick<Cluster, 'request'>): boolean {
  const { endpointPublicAccess, publicAccessCidrs = [] } = vpcConfigOf(cluster);
  return endpointPublicAccess === true && publicAccessCidrs.includes('0.0.0.0/0');
}

/** On this machine the port tells the servers apart; a name is used where the way depends on who calls. */
export function endpointOf(cluster: Cluster): string | undefined {
  const { running } = cluster;
  if (!running || isOpen(cluster)) return running?.endpoint;
  return `https://${hostOf(cluster)}:${new URL(running.endpoint).port}`;
}

/**
 * Where a function's connection to an API server leads. The private endpoint is reached from the cluster's VPC by whom
 * one of its security groups admits: here each admits its own members alone, as the cluster security group does
 * (https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html). All others wait for an answer that never comes;
 * they are notified at once.
 */
export function routeTo(clusters: readonly Cluster[], { account, region, network }: FunctionSpec, host: string) {
  const cluster = clusters.find((each) => hostOf(each).toLowerCase() === host.toLowerCase());
  if (!cluster) return { refused: { code: 'ENOTFOUND', message: `getaddrinfo ENOTFOUND ${host}` } };
  const isHome = cluster.account === account && cluster.region === region;
  if (isOpen(cluster) || (network && isHome && admits(cluster, network))) return { address: '127.0.0.1' };
  return { refused: { code: 'ETIMEDOUT', message: `connect ETIMEDOUT ${host}:443` } };
}

function admits(cluster: Cluster, { securityGroupIds }: FunctionNetwork): boolean {
  const { endpointPrivateAccess, securityGroupIds: more = [] } = vpcConfigOf(cluster);
  const own = [networkOf(cluster.account, cluster.region).securityGroup, ...more];
  return endpointPrivateAccess === true && securityGroupIds.some((id) => own.includes(id));
}
