import { randomUUID } from 'node:crypto';
import { AwsError } from '../../base/service.ts';
import type { Conditions } from './operation.ts';
import { type AccessEntry, type Cluster, clusterStatus } from './state.ts';

/** A cluster that only reads the aws-auth ConfigMap has no entries (https://docs.aws.amazon.com/eks/latest/userguide/grant-k8s-access.html). */
export function checkEntriesAllowed(cluster: Cluster, now: number): void {
  if (cluster.authenticationMode === 'CONFIG_MAP') {
    throw new AwsError(
      'InvalidRequestException',
      "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
      400,
      { clusterName: cluster.name },
    );
  }
  const status = clusterStatus(cluster, now);
  if (status !== 'ACTIVE') {
    throw new AwsError(
      'InvalidRequestException',
      `Cluster ${cluster.name} is in ${status} state; it must be ACTIVE.`,
      400,
      {
        clusterName: cluster.name,
      },
    );
  }
}

/** What an identity is called when its entry does not say: the session's name is put in at authentication. */
export function defaultUsername(principalArn: string): string {
  const [, , , , account, resource = ''] = principalArn.split(':');
  const name = resource.slice(resource.lastIndexOf('/') + 1);
  return resource.startsWith('role/') ? `arn:aws:sts::${account}:assumed-role/${name}/{{SessionName}}` : principalArn;
}

/** `access-entry/CLUSTER/role/ACCOUNT/NAME/UUID`. */
export function entryArn(cluster: Cluster, principalArn: string): string {
  const [, , , , account, resource = ''] = principalArn.split(':');
  const [kind = '', ...path] = resource.split('/');
  const base = `arn:aws:eks:${cluster.region}:${cluster.account}:access-entry`;
  return `${base}/${cluster.name}/${kind}/${account}/${path.at(-1)}/${randomUUID()}`;
}

/** Condition keys of what is made, or is there. */
export function entryConditions(
  clusterName: string,
  entry: { principalArn: string; kubernetesGroups: string[]; username?: string | undefined; type: string },
): Conditions {
  return {
    'eks:clusterName': clusterName,
    'eks:principalArn': entry.principalArn,
    'eks:accessEntryType': entry.type,
    ...(entry.username === undefined ? {} : { 'eks:username': entry.username }),
    ...(entry.kubernetesGroups.length > 0 ? { 'eks:kubernetesGroups': entry.kubernetesGroups } : {}),
  };
}

/** AccessEntry as EKS's API reference has it. */
export const entryWire = (cluster: Cluster, entry: AccessEntry) => ({
  clusterName: cluster.name,
  principalArn: entry.principalArn,
  kubernetesGroups: entry.kubernetesGroups,
  accessEntryArn: entry.arn,
  createdAt: new Date(entry.createdAt),
  modifiedAt: new Date(entry.createdAt),
  tags: entry.tags,
  username: entry.username,
  type: entry.type,
});
