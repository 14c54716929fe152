const PREFIX = 'azure.workload.identity/';

/**
 * Workload identity of AKS: an annotation of the service account and a label of each pod
 * (https://learn.microsoft.com/azure/aks/workload-identity-overview); IRSA is its counterpart in EKS.
 */
export const WORKLOAD_IDENTITY = {
  prefix: PREFIX,
  client: `${PREFIX}client-id`,
  use: `${PREFIX}use`,
  /** Of pod-managed identities, which it has taken the place of. */
  binding: 'aadpodidbinding',
} as const;
