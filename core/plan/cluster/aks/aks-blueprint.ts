import * as z from 'zod';

const text = z.string();
const texts = z.array(text).default([]);
const pairs = z.record(text, text).default({});

/** https://learn.microsoft.com/azure/aks/create-node-pools: of Windows, 6 characters. */
const POOL_NAME = /^[a-z][a-z0-9]{0,11}$/;

export const NodePool = z.strictObject({
  name: text.regex(POOL_NAME, 'a node pool of AKS has 1 to 12 lower-case letters and digits'),
  /** A cluster needs one of mode System, which takes its own pods. */
  mode: z.enum(['System', 'User']),
  /** Such as `Standard_D4s_v5`. */
  vmSize: text,
  /** Nodes that it has; with `scaling`, at its start. */
  count: z.int(),
  /** Of the cluster autoscaler; off when left out. */
  scaling: z.strictObject({ min: z.int(), max: z.int() }).optional(),
  /** As Azure numbers them: `1`, `2`, `3`. */
  zones: texts,
  osType: z.enum(['Linux', 'Windows']),
  /** Azure chooses when it is left out, as with the next four. */
  osSku: text.optional(),
  osDiskSizeGiB: z.int().optional(),
  osDiskType: text.optional(),
  maxPods: z.int().optional(),
  /** `key=value:Effect`, as AKS has them; without those that it gives spot nodes by itself. */
  taints: texts,
  labels: pairs,
  spot: z.boolean().default(false),
  /** In dollars an hour; -1 is what Azure asks for nodes that it does not take back. */
  spotMaxPrice: z.number().optional(),
  /** Id of a subnet; that of Azure's own making when left out. */
  subnetId: text.optional(),
  podSubnetId: text.optional(),
  publicIps: z.boolean().default(false),
  encryptionAtHost: z.boolean().default(false),
  tags: pairs,
});
export type NodePool = z.infer<typeof NodePool>;

const Network = z.strictObject({
  plugin: text,
  /** `overlay`: pods have addresses of their own. */
  pluginMode: text.optional(),
  policy: text.optional(),
  dataplane: text.optional(),
  podCidr: text.optional(),
  serviceCidr: text.optional(),
  /** Within `serviceCidr`. */
  dnsServiceIp: text.optional(),
  outboundType: text.optional(),
  loadBalancerSku: text.optional(),
  ipFamilies: texts,
});

const Cluster = z.strictObject({
  /** Kubernetes minor version, such as `1.34`. */
  version: text,
  /** Such as `westeurope`. */
  location: text,
  /** `Free`, `Standard` or `Premium`. */
  tier: text,
  supportPlan: text.optional(),
  network: Network,
  /** Of the control plane: id of a managed identity, or one of Azure's own making when left out. */
  identity: text.optional(),
  /** Of the nodes: id of a managed identity, or one of Azure's own making when left out. */
  kubeletIdentity: text.optional(),
  /** People and runs enter by Entra ID; AKS's own certificates alone when left out. */
  entra: z.strictObject({ azureRbac: z.boolean(), adminGroups: texts }).optional(),
  disableLocalAccounts: z.boolean().default(false),
  oidcIssuer: z.boolean().default(false),
  /** The webhook that gives pods the identities that trust their service accounts. */
  workloadIdentity: z.boolean().default(false),
  apiServer: z.strictObject({ private: z.boolean(), authorizedIpRanges: texts }),
  /** CSI drivers of AKS, of which the first two and snapshots are on unless they are put off. */
  storage: z.strictObject({ disk: z.boolean(), file: z.boolean(), snapshots: z.boolean(), blob: z.boolean() }),
  /** By AKS's name, such as `azureKeyvaultSecretsProvider`; only those that are on. */
  addons: z.record(text, z.strictObject({ config: pairs })).default({}),
  autoUpgrade: z.strictObject({ channel: text.optional(), nodeOsChannel: text.optional() }).optional(),
  /** Application routing: ingresses of class `webapprouting.kubernetes.azure.com`. */
  appRouting: z.boolean().default(false),
  /** Node auto-provisioning: machines of whatever size pods need, by Karpenter, beside the pools. */
  nodeProvisioning: z.boolean().default(false),
  keda: z.boolean().default(false),
  verticalPodAutoscaler: z.boolean().default(false),
  /** Id of the set that encrypts the disks of nodes and, where their classes name none, of claims. */
  diskEncryptionSet: text.optional(),
  /** Id of the Key Vault key that encrypts Secrets. */
  secretsKey: text.optional(),
  tags: pairs,
});

/** A service account that takes a managed identity. */
const WorkloadIdentity = z.strictObject({
  namespace: text,
  serviceAccount: text,
  /** Id of the managed identity, which gets a federated credential for it. */
  identity: text,
});

/**
 * A cluster of AKS as one document that can be read, compared and made again: what a managed cluster says of itself, without what
 * Azure makes (ids, addresses, states). Lists are in the order of their names; ids of Azure are as it wrote them.
 */
export const AksBlueprint = z.strictObject({
  cluster: Cluster,
  nodePools: z.array(NodePool),
  workloadIdentities: z.array(WorkloadIdentity).default([]),
});
export type AksBlueprint = z.infer<typeof AksBlueprint>;
