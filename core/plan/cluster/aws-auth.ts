import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { Finding } from '../../../kube/finding.ts';
import type { ClusterInfo } from '../../base/ports/clusters.ts';
import { clusterFinding } from './cluster-finding.ts';

/**
 * Who enters the source by its ConfigMap `aws-auth`
 * (https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html): the new cluster takes access entries alone.
 */
export async function mappedByConfigMap(
  cluster: string,
  api: Pick<ClusterApi, 'get'>,
  { authenticationMode }: Pick<ClusterInfo, 'authenticationMode'>,
): Promise<Finding[]> {
  if (authenticationMode === 'API') return [];
  const map = await api.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'kube-system', name: 'aws-auth' });
  const { mapRoles = '', mapUsers = '', mapAccounts = '' } = (map?.data ?? {}) as Record<string, string>;
  const people = [...principalsOf(mapRoles), ...principalsOf(mapUsers), ...(mapAccounts.match(/\d{12}/g) ?? [])];
  if (people.length === 0) return [];
  const sentence = `The ConfigMap aws-auth of the source lets in ${people.join(', ')}. The new cluster takes access entries alone: whoever has none at the source has no way in. Give each an access entry at the source (aws eks create-access-entry), or in the new cluster afterwards.`;
  return [clusterFinding('warning', cluster, 'accessEntries', sentence, { current: people })];
}

/** Without nodes, whose entries EKS makes. The text is a list of YAML, as EKS and its tools write it. */
function principalsOf(text: string): string[] {
  const indent = /^ *(?=- )/m.exec(text)?.[0] ?? '';
  return text
    .split(new RegExp(`^${indent}- `, 'm'))
    .filter((item) => !item.includes('system:node'))
    .flatMap((item) => /(?:rolearn|userarn):\s*["']?(arn:[^\s"']+)/.exec(item)?.[1] ?? []);
}
