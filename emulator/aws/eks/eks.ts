/**
 * EKS: clusters over a backend, access entries and policies, and the check of every bearer token. The control plane
 * asks `identity.ts` who a token is and `access-policies.ts` what that may do, and keeps neither answer for
 * longer than a moment, so that a removed entry shuts its principal out.
 */
import type { Clock } from '../../../time/clock.ts';
import type { Service } from '../../base/service.ts';
import type { ClusterBackend, RunningCluster } from '../../kubernetes/contract/backend.ts';
import type { Ec2State } from '../ec2/state.ts';
import type { FindCredential } from '../gateway/authenticate.ts';
import * as entries from './access-entries.ts';
import * as addons from './addons.ts';
import * as policies from './associated-policies.ts';
import * as clusters from './clusters.ts';
import { CreateCluster } from './create-cluster-input.ts';
import * as fargate from './fargate-profiles.ts';
import * as nodegroups from './nodegroups.ts';
import { type EksContext, type EksDurations, eksOperation } from './operation.ts';
import * as identities from './pod-identities.ts';
import { ROUTES } from './routes.ts';
import { type ClusterSeed, seedCluster } from './seed-cluster.ts';
import * as siblings from './siblings.ts';
import type { Cluster } from './state.ts';
import * as tags from './tags.ts';

const DURATIONS: EksDurations = {
  createCluster: 480_000,
  deleteCluster: 180_000,
  createNodegroup: 120_000,
  deleteNodegroup: 120_000,
  createFargateProfile: 60_000,
  deleteFargateProfile: 60_000,
  createAddon: 30_000,
};

/** AWS says that changes of access entries take several seconds (https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html). */
const ENTRY_LAG_MS = 20_000;

export interface EksOptions {
  /** Nodes are instances of this EC2. */
  ec2: Ec2State;
  clock: Clock;
  backend: ClusterBackend;
  /** Whose access key signed a token. */
  credential: FindCredential;
  durations?: Partial<EksDurations>;
  /** True: of the two API servers of a cluster, the second gets to know of access entries some seconds later. */
  eventual?: boolean;
  /** Told of requests to the clusters; answers what goes wrong with them. */
  meet?: EksContext['meet'];
  /** Told of control planes that CreateCluster has started, and before DeleteCluster stops one. */
  onStarted?: EksContext['onStarted'];
  onStopping?: EksContext['onStopping'];
}

export interface Eks {
  service: Service;
  /** A cluster that exists from the start. */
  seedCluster(seed: ClusterSeed): Promise<{ cluster: Cluster; running: RunningCluster }>;
  /** Of all accounts and Regions. */
  clusters: readonly Cluster[];
  /** Stops all control planes. */
  stop(): Promise<void>;
}

export function createEks(options: EksOptions): Eks {
  const { ec2, clock, backend, credential, durations, onStarted, onStopping, meet, eventual = false } = options;
  const context: EksContext = {
    state: { clusters: [] },
    ec2,
    backend,
    credential,
    entryLag: { clock, milliseconds: eventual ? ENTRY_LAG_MS : 0 },
    durations: { ...DURATIONS, ...durations },
    onStarted,
    onStopping,
    meet,
  };
  return {
    service: { signingName: 'eks', protocol: 'rest-json', routes: ROUTES, operations: operations(context) },
    seedCluster: (seed) => seedCluster(seed, context, clock.now().getTime()),
    clusters: context.state.clusters,
    async stop() {
      for (const cluster of context.state.clusters) {
        await cluster.started;
        await cluster.running?.stop();
      }
    },
  };
}

const operations = (context: EksContext): Service['operations'] => ({
  CreateCluster: eksOperation(CreateCluster, context, clusters.createCluster),
  DescribeCluster: eksOperation(clusters.NamedCluster, context, clusters.describeCluster),
  ListClusters: eksOperation(clusters.ListClusters, context, clusters.listClusters),
  DeleteCluster: eksOperation(clusters.NamedCluster, context, clusters.deleteCluster),
  CreateNodegroup: eksOperation(nodegroups.CreateNodegroup, context, nodegroups.createNodegroup),
  DescribeNodegroup: eksOperation(nodegroups.NamedNodegroup, context, nodegroups.describeNodegroup),
  ListNodegroups: eksOperation(nodegroups.ListNodegroups, context, nodegroups.listNodegroups),
  DeleteNodegroup: eksOperation(nodegroups.NamedNodegroup, context, nodegroups.deleteNodegroup),
  CreateAccessEntry: eksOperation(entries.CreateAccessEntry, context, entries.createAccessEntry),
  DescribeAccessEntry: eksOperation(entries.NamedEntry, context, entries.describeAccessEntry),
  ListAccessEntries: eksOperation(entries.ListAccessEntries, context, entries.listAccessEntries),
  DeleteAccessEntry: eksOperation(entries.NamedEntry, context, entries.deleteAccessEntry),
  AssociateAccessPolicy: eksOperation(policies.AssociateAccessPolicy, context, policies.associateAccessPolicy),
  DisassociateAccessPolicy: eksOperation(policies.DisassociateAccessPolicy, context, policies.disassociateAccessPolicy),
  ListAssociatedAccessPolicies: eksOperation(
    policies.ListAssociatedAccessPolicies,
    context,
    policies.listAssociatedAccessPolicies,
  ),
  ListAccessPolicies: eksOperation(policies.ListAccessPolicies, context, policies.listAccessPolicies),
  ListAddons: eksOperation(addons.ListAddons, context, addons.listAddons),
  DescribeAddon: eksOperation(addons.DescribeAddon, context, addons.describeAddon),
  CreateAddon: eksOperation(addons.CreateAddon, context, addons.createAddon),
  DescribeAddonVersions: eksOperation(addons.DescribeAddonVersions, context, addons.describeAddonVersions),
  DescribeAddonConfiguration: eksOperation(
    addons.DescribeAddonConfiguration,
    context,
    addons.describeAddonConfiguration,
  ),
  ListIdentityProviderConfigs: eksOperation(siblings.ListSiblings, context, siblings.listIdentityProviders),
  ListCapabilities: eksOperation(siblings.ListSiblings, context, siblings.listCapabilities),
  CreateFargateProfile: eksOperation(fargate.CreateFargateProfile, context, fargate.createFargateProfile),
  DescribeFargateProfile: eksOperation(fargate.NamedProfile, context, fargate.describeFargateProfile),
  ListFargateProfiles: eksOperation(fargate.ListFargateProfiles, context, fargate.listFargateProfiles),
  DeleteFargateProfile: eksOperation(fargate.NamedProfile, context, fargate.deleteFargateProfile),
  CreatePodIdentityAssociation: eksOperation(identities.CreatePodIdentity, context, identities.createPodIdentity),
  DescribePodIdentityAssociation: eksOperation(identities.NamedPodIdentity, context, identities.describePodIdentity),
  ListPodIdentityAssociations: eksOperation(identities.ListPodIdentities, context, identities.listPodIdentities),
  TagResource: eksOperation(tags.TagResource, context, tags.tagResource),
  UntagResource: eksOperation(tags.UntagResource, context, tags.untagResource),
  ListTagsForResource: eksOperation(tags.ListTagsForResource, context, tags.listTagsForResource),
});
