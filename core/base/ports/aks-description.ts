import type { Described } from './cluster-factory.ts';

/** A service account that a managed identity trusts (https://learn.microsoft.com/azure/aks/workload-identity-overview). */
export interface FederatedCredential {
  /** Id of the managed identity, `/subscriptions/…/userAssignedIdentities/…`. */
  identity: string;
  /** Of the credential, in its identity. */
  name: string;
  /** `system:serviceaccount:<namespace>:<name>`. */
  subject: string;
  issuer: string;
}

/** A cluster of AKS as Azure describes it, unread: a newer API may say more than we know. */
export interface AksDescription {
  /** ManagedCluster, with its agent pools (https://learn.microsoft.com/rest/api/aks/managed-clusters/get). */
  cluster: Described;
  /** Those that name its issuer, of the identities that were looked at. */
  federatedCredentials: FederatedCredential[];
}
