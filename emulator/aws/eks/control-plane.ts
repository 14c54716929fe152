import { authorizeByPolicies, policyArn } from './access-policies.ts';
import { hostOf } from './endpoint.ts';
import { defaultUsername, entryArn } from './entry.ts';
import { authenticator } from './identity.ts';
import type { EksContext } from './operation.ts';
import type { AuthenticationMode, Cluster } from './state.ts';

/** What makes a cluster, whoever asks for it. */
export interface ClusterRequest {
  account: string;
  region: string;
  name: string;
  version: string;
  authenticationMode: AuthenticationMode;
  request: Record<string, unknown>;
  tags: Record<string, string>;
  createdAt: number;
  activeAt: number;
}

export const clusterArn = (account: string, region: string, name: string) =>
  `arn:aws:eks:${region}:${account}:cluster/${name}`;

/** The cluster's record; its control plane does not run yet. */
export const newCluster = (request: ClusterRequest): Cluster => ({
  ...request,
  arn: clusterArn(request.account, request.region, request.name),
  entries: new Map(),
  nodegroups: new Map(),
  addons: new Map(),
  fargateProfiles: new Map(),
  podIdentities: new Map(),
  autoNodes: [],
  started: Promise.resolve(),
});

/** Starts the control plane; a failure becomes the cluster's status. */
export function startControlPlane(cluster: Cluster, context: EksContext): Promise<void> {
  const start = async () => {
    try {
      cluster.running = await context.backend.start({
        name: cluster.name,
        version: cluster.version,
        hostnames: [hostOf(cluster)],
        authenticate: authenticator(cluster, context.credential, context.entryLag),
        authorize: authorizeByPolicies,
        meet: context.meet && ((identity, access) => context.meet?.(cluster, identity, access)),
        nodes: [...[...cluster.nodegroups.values()].flatMap(({ nodes }) => nodes), ...cluster.autoNodes],
      });
    } catch (error) {
      cluster.failure = `The control plane did not start: ${(error as Error).message}`;
    }
  };
  cluster.started = start();
  return cluster.started;
}

/** An access entry with the cluster administrator's policy, as the creator of a cluster gets. */
export function addAdministrator(cluster: Cluster, principalArn: string, now: number): void {
  const arn = policyArn('AmazonEKSClusterAdminPolicy');
  cluster.entries.set(principalArn, {
    arn: entryArn(cluster, principalArn),
    principalArn,
    username: defaultUsername(principalArn),
    kubernetesGroups: [],
    type: 'STANDARD',
    tags: {},
    createdAt: now,
    policies: new Map([[arn, { arn, associatedAt: now, modifiedAt: now }]]),
  });
}
