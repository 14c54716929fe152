import * as z from 'zod';

const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a UUID in lower case');

const PART = String.raw`/subscriptions/[0-9a-f-]{36}/resourceGroups/[\w().-]+/providers`;
const idOf = (type: string, what: string) => z.string().regex(new RegExp(`^${PART}/${type}$`, 'i'), what);

const managedIdentity = idOf(
  String.raw`Microsoft\.ManagedIdentity/userAssignedIdentities/[\w-]+`,
  'the id of a managed identity, /subscriptions/…/userAssignedIdentities/…',
);

/** How a missing cluster of AKS is made from the source's: what belongs to one subscription, and so cannot be copied. */
export const NewAksCluster = z
  .strictObject({
    /** Of nodes, and of pods where those have addresses of the network; Azure makes one when it is left out. */
    subnetId: idOf(
      String.raw`Microsoft\.Network/virtualNetworks/[\w.-]+/subnets/[\w.-]+`,
      'the id of a subnet, /subscriptions/…/subnets/…',
    ).optional(),
    /** Of the control plane; Azure makes one when it is left out. */
    identity: managedIdentity.optional(),
    /** Of the nodes; Azure makes one when it is left out. */
    kubeletIdentity: managedIdentity.optional(),
    /** Another Kubernetes minor version than the source's. */
    version: z
      .string()
      .regex(/^\d\.\d+$/, 'a version looks like 1.34')
      .optional(),
    /** Of the control plane; that of a source of AKS, and of one of EKS the one with a service level, as EKS has, when it is left out. */
    tier: z.enum(['Free', 'Standard', 'Premium']).optional(),
    /** Groups of Entra ID whose members administer the cluster, by their object ids. */
    adminGroups: z.array(uuid).default([]),
    /** Who reaches the API server; as at the source when left out. */
    authorizedIpRanges: z.array(z.cidrv4('a block such as 203.0.113.0/24')).max(200).optional(),
    /**
     * Of the source -> of the target: instance types and launch templates -> VM sizes, roles -> ids of managed identities,
     * principals of access entries -> object ids of groups, the key of Secrets -> the URL of one of Key Vault, CIDR blocks; null leaves out
     * what needs it.
     */
    map: z.record(z.string(), z.string().min(1).nullable()).default({}),
  })
  .superRefine(({ subnetId, identity, kubeletIdentity }, context) => {
    const wanting = (member: string, why: string) =>
      context.addIssue({
        code: 'custom',
        path: [member],
        message: `${why}: name a managed identity in identity as well`,
      });
    if (identity) return;
    // https://learn.microsoft.com/azure/aks/use-managed-identity
    if (subnetId) wanting('subnetId', 'an identity of Azure’s own making has no rights on a subnet of yours');
    if (kubeletIdentity) wanting('kubeletIdentity', 'an identity of Azure’s own making may not hand another one over');
  });
export type NewAksCluster = z.infer<typeof NewAksCluster>;
