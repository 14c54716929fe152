import { AwsError, type Call } from '../../base/service.ts';
import type { NodeSeed, RunningCluster } from '../../kubernetes/contract/backend.ts';

export type Tags = Record<string, string>;
export type AuthenticationMode = 'API' | 'API_AND_CONFIG_MAP' | 'CONFIG_MAP';

export interface AssociatedPolicy {
  arn: string;
  /** Whole cluster when left out. */
  namespaces?: string[];
  associatedAt: number;
  modifiedAt: number;
}

export interface AccessEntry {
  arn: string;
  principalArn: string;
  username: string;
  kubernetesGroups: string[];
  type: string;
  tags: Tags;
  createdAt: number;
  policies: Map<string, AssociatedPolicy>;
}

/** Node group, Fargate profile or add-on. */
export interface Part {
  name: string;
  arn: string;
  createdAt: number;
  activeAt: number;
  /** Set when it is deleted. */
  goneAt?: number;
  /** Fields of its Create operation that its Describe gives back as they are. */
  request: Record<string, unknown>;
  tags: Tags;
}

export interface Nodegroup extends Part {
  nodes: NodeSeed[];
}

export interface Addon extends Part {
  version: string;
}

export type FargateProfile = Part;

export interface PodIdentity {
  id: string;
  arn: string;
  /** Of the add-on that it was made with. */
  ownerArn?: string;
  createdAt: number;
  request: { namespace: string; serviceAccount: string; roleArn: string; [member: string]: unknown };
  tags: Tags;
}

export interface Cluster {
  name: string;
  arn: string;
  account: string;
  region: string;
  version: string;
  /** Milliseconds since the epoch, as are all times here. */
  createdAt: number;
  activeAt: number;
  /** Set by DeleteCluster. */
  goneAt?: number;
  authenticationMode: AuthenticationMode;
  /** Members of CreateCluster that DescribeCluster gives back as they are. */
  request: Record<string, unknown>;
  tags: Tags;
  entries: Map<string, AccessEntry>;
  nodegroups: Map<string, Nodegroup>;
  addons: Map<string, Addon>;
  fargateProfiles: Map<string, FargateProfile>;
  /** By association id. */
  podIdentities: Map<string, PodIdentity>;
  /** Names of what is listed only. */
  identityProviders?: string[];
  capabilities?: string[];
  /** Those that Auto Mode made. */
  autoNodes: NodeSeed[];
  /** Undefined until its control plane answers. */
  running?: RunningCluster;
  /** Why the control plane did not start. */
  failure?: string;
  /** Settles when the control plane answers or has failed. */
  started: Promise<void>;
}

/** EKS of all accounts and Regions. */
export interface EksState {
  clusters: Cluster[];
}

export type ClusterStatus = 'CREATING' | 'ACTIVE' | 'DELETING' | 'FAILED';

/** `gone` is no status of EKS: such a cluster no longer exists. */
export function clusterStatus(cluster: Cluster, now: number): ClusterStatus | 'gone' {
  if (cluster.goneAt !== undefined) return now < cluster.goneAt ? 'DELETING' : 'gone';
  if (cluster.failure) return 'FAILED';
  return cluster.running && now >= cluster.activeAt ? 'ACTIVE' : 'CREATING';
}

/** Throws ResourceNotFoundException, with the name in it. */
export function findCluster(
  state: EksState,
  call: Pick<Call, 'account' | 'region' | 'isLate'>,
  name: string,
  now: number,
): Cluster {
  const cluster = clustersIn(state, call, now).find((one) => one.name === name);
  if (!cluster || call.isLate(cluster.arn, cluster.createdAt)) {
    throw new AwsError('ResourceNotFoundException', `No cluster found for name: ${name}.`, 404, { clusterName: name });
  }
  return cluster;
}

export const clustersIn = (state: EksState, { account, region }: { account: string; region: string }, now: number) =>
  state.clusters.filter(
    (one) => one.account === account && one.region === region && clusterStatus(one, now) !== 'gone',
  );
