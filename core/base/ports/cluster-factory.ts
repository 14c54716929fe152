import type { CreateRequest } from './create-request.ts';
import type { TrustPolicy } from './trust-policy.ts';

/** One thing as EKS describes it, unread: a newer API may say more than we know. */
export type Described = Record<string, unknown>;

/** A cluster with everything that belongs to it and is not in its Kubernetes API. */
export interface ClusterDescription {
  cluster: Described;
  nodegroups: Described[];
  fargateProfiles: Described[];
  addons: Described[];
  accessEntries: { entry: Described; policies: Described[] }[];
  podIdentities: Described[];
  /** The IAM OpenID Connect provider of its issuer: ARN, client ids and tags. Absent when the account has none. */
  oidcProvider?: Described;
  /** Names of the OpenID Connect identity providers that people enter by, and of the EKS capabilities. */
  identityProviders?: string[];
  capabilities?: string[];
}

export interface AddonVersion {
  version: string;
  isDefault: boolean;
}

/** What the account has that a new cluster could be put on. */
export interface Candidates {
  /** `cidr` is the range of IPv4 addresses, where there is one. */
  subnets: { id: string; zone: string; vpc: string; name?: string | undefined; cidr?: string | undefined }[];
  securityGroups: { id: string; name: string; vpc: string }[];
}

/** A role that the account has, and who may take it. */
export interface RoleTrust {
  arn: string;
  trust: TrustPolicy;
}

/** Describes, makes and removes whole clusters of one account and Region. */
export interface ClusterFactory {
  /** Undefined when there is no such cluster. */
  read(name: string): Promise<ClusterDescription | undefined>;
  /** Versions of an add-on for a Kubernetes version, newest first. */
  addonVersions(addon: string, kubernetesVersion: string): Promise<AddonVersion[]>;
  /** Service accounts of an add-on that can take a role by a pod identity association. */
  addonAccounts(addon: string, version: string): Promise<string[]>;
  candidates(): Promise<Candidates>;
  /** Those of the instance types that the Region offers. */
  offeredTypes(types: string[]): Promise<string[]>;
  launchTemplates(): Promise<{ id: string; name: string }[]>;
  /** Keys that have an alias, of customers: ARN and alias. */
  keys(): Promise<{ arn: string; alias: string }[]>;
  /** All roles but those that AWS's services made for themselves. */
  roles(): Promise<RoleTrust[]>;
  /** Who may take a role; undefined when the account has no such role. */
  trustPolicy(roleArn: string): Promise<TrustPolicy | undefined>;
  /** Service accounts of a cluster that have an association, `namespace/name`. */
  podIdentities(cluster: string): Promise<string[]>;
  /** No error when it is there already. */
  create(request: CreateRequest): Promise<void>;
  tagCluster(arn: string, tags: Record<string, string>): Promise<void>;
  /** No error when it is gone, or when EKS is busy with it: who asks looks again. So with the next two. */
  deleteNodegroup(cluster: string, name: string): Promise<void>;
  deleteFargateProfile(cluster: string, name: string): Promise<void>;
  deleteCluster(name: string): Promise<void>;
  /** No error when it is gone. */
  deleteOidcProvider(arn: string): Promise<void>;
}
