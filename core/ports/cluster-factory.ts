import type { CreateRequest } from '../cluster/create-requests.ts';

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
}

export interface AddonVersion {
  version: string;
  isDefault: boolean;
}

/** What the account has that a new cluster could be put on. */
export interface Candidates {
  subnets: { id: string; zone: string; vpc: string }[];
  securityGroups: { id: string; name: string; vpc: string }[];
}

/** Describes, makes and removes whole clusters of one account and Region. */
export interface ClusterFactory {
  /** Undefined when there is no such cluster. */
  read(name: string): Promise<ClusterDescription | undefined>;
  /** Versions of an add-on for a Kubernetes version, newest first. */
  addonVersions(addon: string, kubernetesVersion: string): Promise<AddonVersion[]>;
  candidates(): Promise<Candidates>;
  /** No error when it is there already. */
  create(request: CreateRequest): Promise<void>;
  tagCluster(arn: string, tags: Record<string, string>): Promise<void>;
  /** No error when it is gone. */
  deleteNodegroup(cluster: string, name: string): Promise<void>;
  /** No error when it is gone. */
  deleteFargateProfile(cluster: string, name: string): Promise<void>;
  /** No error when it is gone. */
  deleteCluster(name: string): Promise<void>;
}
