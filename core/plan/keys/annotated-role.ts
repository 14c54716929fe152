import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { EBS_CONTROLLER } from '../../base/ports/driver-rights.ts';

/** The role that the EBS driver's service account names for IRSA (https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html). */
export async function annotatedRole(api: Pick<ClusterApi, 'get'>): Promise<string | undefined> {
  const { namespace, serviceAccount: name } = EBS_CONTROLLER;
  const found = await api.get({ apiVersion: 'v1', kind: 'ServiceAccount', namespace, name });
  return found?.metadata.annotations?.['eks.amazonaws.com/role-arn'];
}
