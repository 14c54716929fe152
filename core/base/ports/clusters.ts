/** EKS in one account and Region, as far as a run needs it. */
export interface ClusterInfo {
  name: string;
  arn: string;
  status: string;
  endpoint: string;
  /** PEM. */
  certificateAuthority: string;
  version: string;
  authenticationMode: 'API' | 'API_AND_CONFIG_MAP' | 'CONFIG_MAP';
  network: ClusterNetwork;
  /** True when EKS Auto Mode runs the storage (driver `ebs.csi.eks.amazonaws.com`). */
  autoModeStorage: boolean;
  /** The node ports that its Services may have, where EKS was told others than Kubernetes's own. */
  nodePorts?: PortRange | undefined;
  tags?: Record<string, string>;
  /** Of the tokens that its service accounts get: `https://oidc.eks.eu-west-1.amazonaws.com/id/…`. */
  issuer?: string | undefined;
}

/** Both ends belong to it. */
export interface PortRange {
  min: number;
  max: number;
}

/** From where the API server is reached (https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html). */
export interface ClusterNetwork {
  publicEndpoint: boolean;
  /** Who reaches the public endpoint; empty when there is none. */
  publicCidrs: string[];
  privateEndpoint: boolean;
  vpcId: string;
  /** Of the control plane. */
  subnetIds: string[];
  /** The cluster security group, and others that the control plane has besides it. */
  securityGroupId: string;
  otherSecurityGroupIds: string[];
}

export interface AccessPolicy {
  /** Such as `arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy`. */
  policyArn: string;
  /** Whole cluster when left out. */
  namespaces?: string[];
}

export interface Clusters {
  /** Throws NotFound with the names of the clusters that are there. */
  describe(name: string): Promise<ClusterInfo>;
  /** False when the principal has an entry already: it is then left as it is. `groups` are those of RBAC that it is in. */
  createAccessEntry(
    cluster: string,
    principalArn: string,
    tags: Record<string, string>,
    groups?: readonly string[],
  ): Promise<boolean>;
  associate(cluster: string, principalArn: string, policy: AccessPolicy): Promise<void>;
  /** No error when it is gone. */
  disassociate(cluster: string, principalArn: string, policyArn: string): Promise<void>;
  listAssociated(cluster: string, principalArn: string): Promise<AccessPolicy[]>;
  /** No error when it is gone. */
  deleteAccessEntry(cluster: string, principalArn: string): Promise<void>;
}
