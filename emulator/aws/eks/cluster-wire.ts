import { createHash } from 'node:crypto';
import { networkOf } from '../ec2/network.ts';
import { endpointOf } from './endpoint.ts';
import { type Cluster, clusterStatus } from './state.ts';

/** Cluster as EKS's API reference has it; what only a running control plane has is absent before it runs. */
export function clusterWire(cluster: Cluster, now: number) {
  const status = clusterStatus(cluster, now);
  const hasEndpoint = status === 'ACTIVE' || status === 'DELETING';
  const { running, request } = cluster;
  const network = networkOf(cluster.account, cluster.region);
  return {
    ...request,
    resourcesVpcConfig: {
      ...(request.resourcesVpcConfig as object),
      ...(status === 'CREATING' ? {} : { clusterSecurityGroupId: network.securityGroup }),
      vpcId: network.vpc,
    },
    logging: loggingOf(request),
    name: cluster.name,
    arn: cluster.arn,
    createdAt: new Date(cluster.createdAt),
    version: cluster.version,
    platformVersion: 'eks.1',
    status,
    ...(hasEndpoint && running
      ? {
          endpoint: endpointOf(cluster),
          certificateAuthority: { data: Buffer.from(running.certificateAuthority).toString('base64') },
          identity: { oidc: { issuer: issuerOf(cluster) } },
        }
      : {}),
    accessConfig: { authenticationMode: cluster.authenticationMode },
    health: { issues: cluster.failure ? [{ code: 'InternalFailure', message: cluster.failure, resourceIds: [] }] : [] },
    tags: cluster.tags,
  };
}

const LOGS = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

/** EKS names all kinds, those that are off in a setup of their own. */
function loggingOf(request: Cluster['request']) {
  const given = (request.logging as { clusterLogging: { types: string[]; enabled: boolean }[] } | undefined)
    ?.clusterLogging;
  const on = (given ?? []).flatMap(({ types, enabled }) => (enabled ? types : []));
  const setups = [
    { types: LOGS.filter((kind) => on.includes(kind)), enabled: true },
    { types: LOGS.filter((kind) => !on.includes(kind)), enabled: false },
  ];
  return { clusterLogging: setups.filter(({ types }) => types.length > 0) };
}

/** 32 hexadecimal digits that stay the same for a cluster, and differ for one that is made again under its name. */
function issuerOf(cluster: Cluster): string {
  const id = createHash('md5').update(`${cluster.arn} ${cluster.createdAt}`).digest('hex').toUpperCase();
  return `https://oidc.eks.${cluster.region}.amazonaws.com/id/${id}`;
}
