/**
 * What the application of a route does in Azure, and no more (https://learn.microsoft.com/azure/role-based-access-control/permissions/compute,
 * …/permissions/containers).
 */
export const ON_CLUSTER = ['Microsoft.ContainerService/managedClusters/listClusterUserCredential/action'] as const;
/** Where a cluster is made from what Azure says of this one; it is in the same role of Azure's as the credential of users. */
export const ON_COPIED_CLUSTER = ['Microsoft.ContainerService/managedClusters/read'] as const;

/** In the node resource group, or what of it is in a resource group of its own for snapshots. */
export const ON_DISKS = ['Microsoft.Compute/disks/read'] as const;
/** Whoever takes a snapshot of a disk has to be allowed to read it: Azure asks for that on the disk (LinkedAuthorizationFailed). */
export const ON_SOURCE_DISKS = [...ON_DISKS, 'Microsoft.Compute/disks/beginGetAccess/action'] as const;
export const ON_SNAPSHOTS = [
  'Microsoft.Compute/snapshots/read',
  'Microsoft.Compute/snapshots/write',
  'Microsoft.Compute/snapshots/delete',
  'Microsoft.Compute/snapshots/beginGetAccess/action',
  'Microsoft.Compute/snapshots/endGetAccess/action',
] as const;

/** Where disks are made of what is copied to Azure. */
export const ON_UPLOADS = [
  'Microsoft.Compute/disks/write',
  'Microsoft.Compute/disks/delete',
  'Microsoft.Compute/disks/beginGetAccess/action',
  'Microsoft.Compute/disks/endGetAccess/action',
] as const;
