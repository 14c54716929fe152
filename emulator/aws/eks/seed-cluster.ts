import type { RunningCluster } from '../../kubernetes/contract/backend.ts';
import { networkOf } from '../ec2/network.ts';
import { addonVersionsFor } from './addon-versions.data.ts';
import { addonArn } from './addons.ts';
import { addAutoNodes } from './auto-mode.ts';
import { addAdministrator, newCluster, startControlPlane } from './control-plane.ts';
import { launchNode } from './nodes.ts';
import type { EksContext } from './operation.ts';
import type { AuthenticationMode, Cluster } from './state.ts';

/** A cluster that is there from the start. */
export interface ClusterSeed {
  account: string;
  region: string;
  name: string;
  /** `1.36` when left out. */
  version?: string;
  /** `API_AND_CONFIG_MAP` when left out. */
  authenticationMode?: AuthenticationMode;
  /** `add-on`: the EBS CSI add-on; `auto`: EKS Auto Mode's own storage. */
  storage?: 'add-on' | 'auto';
  /** `public` when left out; `private`: reached from its VPC only. */
  endpoint?: 'public' | 'private';
  /** Node ports of its Services; Kubernetes's own when left out. */
  nodePorts?: { minPort: number; maxPort: number };
  /** With `auto`, Auto Mode makes its own, one in each zone of the subnets. */
  nodes: { zone: string; instanceType?: string; nodegroup?: string; labels?: Record<string, string> }[];
  /** Principals that are cluster administrators already. */
  administrators?: string[];
}

const ADDONS = ['vpc-cni', 'coredns', 'kube-proxy', 'aws-ebs-csi-driver'];

/** What is there from the start has been there for a month: everybody sees it. */
const AGE_MS = 30 * 86_400_000;

/** ACTIVE at once, with its nodes as EC2 instances. Throws when the control plane does not start. */
export async function seedCluster(
  seed: ClusterSeed,
  context: EksContext,
  today: number,
): Promise<{ cluster: Cluster; running: RunningCluster }> {
  const storage = seed.storage ?? 'add-on';
  const now = today - AGE_MS;
  const cluster = newCluster({
    account: seed.account,
    region: seed.region,
    name: seed.name,
    version: seed.version ?? '1.36',
    authenticationMode: seed.authenticationMode ?? 'API_AND_CONFIG_MAP',
    request: requestOf(seed, storage),
    tags: {},
    createdAt: now,
    activeAt: now,
  });
  for (const principalArn of seed.administrators ?? []) addAdministrator(cluster, principalArn, now);
  for (const name of storage === 'auto' ? [] : ADDONS) {
    const version = addonVersionsFor(name, cluster.version).find(({ isDefault }) => isDefault)!.version;
    const arn = addonArn(cluster, name);
    cluster.addons.set(name, { name, arn, version, createdAt: now, activeAt: now, request: {}, tags: {} });
  }
  if (storage === 'auto') addAutoNodes(cluster, context, now);
  else addNodes(cluster, seed, context, now);
  context.state.clusters.push(cluster);
  await startControlPlane(cluster, context);
  if (!cluster.running) throw new Error(`The cluster ${seed.name} could not be seeded. ${cluster.failure}`);
  return { cluster, running: cluster.running };
}

function addNodes(cluster: Cluster, seed: ClusterSeed, { ec2 }: EksContext, now: number): void {
  const place = ec2.place(seed.account, seed.region);
  for (const { zone, instanceType = 'm7g.large', nodegroup = 'default', labels = {} } of seed.nodes) {
    const group = cluster.nodegroups.get(nodegroup) ?? {
      name: nodegroup,
      arn: `arn:aws:eks:${seed.region}:${seed.account}:nodegroup/${seed.name}/${nodegroup}`,
      createdAt: now,
      activeAt: now,
      request: {
        nodeRole: `arn:aws:iam::${seed.account}:role/eks-node`,
        subnets: subnetsOf(seed),
        instanceTypes: [instanceType],
        amiType: 'AL2023_ARM_64_STANDARD',
        capacityType: 'ON_DEMAND',
        diskSize: 20,
        labels,
        updateConfig: { maxUnavailable: 1 },
      },
      tags: {},
      nodes: [],
    };
    group.nodes.push(launchNode(ec2, place, seed.name, { zone, instanceType, nodegroup, labels }, now));
    const size = group.nodes.length;
    group.request.scalingConfig = { minSize: 1, maxSize: size + 1, desiredSize: size };
    cluster.nodegroups.set(nodegroup, group);
  }
}

const subnetsOf = ({ account, region }: ClusterSeed) => networkOf(account, region).subnets.map(({ id }) => id);

const requestOf = (seed: ClusterSeed, storage: 'add-on' | 'auto') => ({
  roleArn: `arn:aws:iam::${seed.account}:role/eks-cluster`,
  resourcesVpcConfig: {
    subnetIds: subnetsOf(seed).slice(0, storage === 'auto' ? undefined : 2),
    endpointPublicAccess: seed.endpoint !== 'private',
    endpointPrivateAccess: seed.endpoint === 'private',
    publicAccessCidrs: seed.endpoint === 'private' ? [] : ['0.0.0.0/0'],
  },
  ...(seed.nodePorts ? { kubeApiServerConfig: { serviceNodePortRange: seed.nodePorts } } : {}),
  kubernetesNetworkConfig: {
    serviceIpv4Cidr: '172.20.0.0/16',
    ipFamily: 'ipv4',
    elasticLoadBalancing: { enabled: storage === 'auto' },
  },
  computeConfig:
    storage === 'auto'
      ? {
          enabled: true,
          nodePools: ['general-purpose', 'system'],
          nodeRoleArn: `arn:aws:iam::${seed.account}:role/eks-node`,
        }
      : { enabled: false },
  storageConfig: { blockStorage: { enabled: storage === 'auto' } },
  upgradePolicy: { supportType: 'STANDARD' },
});
