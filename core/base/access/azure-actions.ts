/**
 * What the application of a route does in Azure, and no more (https://learn.microsoft.com/azure/role-based-access-control/permissions/compute,
 * …/permissions/containers).
 */
const ON_CLUSTER = ['Microsoft.ContainerService/managedClusters/listClusterUserCredential/action'] as const;
/** Where a cluster is made from what Azure says of this one. */
const ON_COPIED_CLUSTER = ['Microsoft.ContainerService/managedClusters/read'] as const;

/** In the node resource group, or what of it is in a resource group of its own for snapshots. */
const ON_DISKS = ['Microsoft.Compute/disks/read'] as const;
/** Whoever takes a snapshot of a disk has to be allowed to read it: Azure asks for that on the disk (LinkedAuthorizationFailed). */
const ON_SOURCE_DISKS = [...ON_DISKS, 'Microsoft.Compute/disks/beginGetAccess/action'] as const;
const ON_SNAPSHOTS = [
  'Microsoft.Compute/snapshots/read',
  'Microsoft.Compute/snapshots/write',
  'Microsoft.Compute/snapshots/delete',
  'Microsoft.Compute/snapshots/beginGetAccess/action',
  'Microsoft.Compute/snapshots/endGetAccess/action',
] as const;

/**
 * Where a run makes the cluster itself, in the resource group of its own; there as well what its nodes and pods are given, where the route
 * names it: a subnet, the identities of control plane and nodes, and those that trust its service accounts.
 */
const ON_NEW_CLUSTERS = [
  'Microsoft.ContainerService/managedClusters/read',
  'Microsoft.ContainerService/managedClusters/write',
  'Microsoft.ContainerService/managedClusters/delete',
  'Microsoft.Network/virtualNetworks/subnets/join/action',
  'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action',
  'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/read',
  'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write',
  'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/delete',
] as const;
/** What may be made in a location, of which a subscription tells. */
const ON_OFFERS = [
  'Microsoft.ContainerService/locations/kubernetesVersions/read',
  'Microsoft.Compute/skus/read',
] as const;

/** Within the API of a new cluster: everything, as in a target of EKS (Azure Kubernetes Service RBAC Cluster Admin). */
export const IN_NEW_CLUSTERS = ['Microsoft.ContainerService/managedClusters/*'] as const;

/** Where disks are made of what is copied to Azure. */
const ON_UPLOADS = [
  'Microsoft.Compute/disks/write',
  'Microsoft.Compute/disks/delete',
  'Microsoft.Compute/disks/beginGetAccess/action',
  'Microsoft.Compute/disks/endGetAccess/action',
] as const;

/** Where an end has rights: on its cluster, in the group of its nodes and disks, and where the snapshots of runs are. */
export type AzureScope = 'cluster' | 'nodes' | 'snapshots';

/** Of a target that a route may make, the group of nodes comes with the cluster: its rights are on the subscription, those on the cluster on its group. */
export type AzureSide = 'source' | 'target' | 'new-target';

/** All that a run does at an end in Azure: what the template gives its identity, what doctor asks for, and no more. */
export const AZURE_RIGHTS: Readonly<Record<AzureSide, Readonly<Record<AzureScope, readonly string[]>>>> = {
  source: { cluster: [...ON_CLUSTER, ...ON_COPIED_CLUSTER], nodes: ON_SOURCE_DISKS, snapshots: ON_SNAPSHOTS },
  target: { cluster: ON_CLUSTER, nodes: [...ON_DISKS, ...ON_UPLOADS], snapshots: [] },
  'new-target': {
    cluster: [...ON_CLUSTER, ...ON_NEW_CLUSTERS],
    nodes: [...ON_DISKS, ...ON_UPLOADS, ...ON_OFFERS],
    snapshots: [],
  },
};

/** On an encryption set that a route names: Azure asks that of whoever makes a disk with it (LinkedAuthorizationFailed). */
export const ON_ENCRYPTION_SET = ['Microsoft.Compute/diskEncryptionSets/read'] as const;
