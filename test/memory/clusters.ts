import { KubeferryError } from '../../core/base/errors.ts';
import type { AccessPolicy, ClusterInfo, Clusters } from '../../core/base/ports/clusters.ts';

/** An access entry: its policies by ARN, the tags of whoever made it, and the groups of RBAC that it is in. */
export interface MemoryAccessEntry {
  policies: Map<string, AccessPolicy>;
  tags: Record<string, string>;
  groups?: readonly string[];
}

/** EKS of one account and Region; `entries` has `cluster principalArn` as keys. */
export function memoryClusters(clusters: ClusterInfo[], entries = new Map<string, MemoryAccessEntry>()): Clusters {
  const keyOf = (cluster: string, principalArn: string) => `${cluster} ${principalArn}`;
  const find = (name: string) => {
    const cluster = clusters.find((it) => it.name === name);
    const there = clusters.map((it) => it.name).join(', ');
    if (!cluster) throw new KubeferryError('NotFound', `There is no EKS cluster "${name}". There are: ${there}.`);
    return cluster;
  };
  const entry = (cluster: string, principalArn: string) => {
    const found = entries.get(keyOf(find(cluster).name, principalArn));
    if (!found) throw new KubeferryError('NotFound', `Cluster "${cluster}" has no access entry of ${principalArn}.`);
    return found;
  };

  return {
    describe: async (name) => structuredClone(find(name)),
    async createAccessEntry(cluster, principalArn, tags, groups = []) {
      const key = keyOf(find(cluster).name, principalArn);
      if (entries.has(key)) return false;
      entries.set(key, { policies: new Map(), tags: { ...tags }, ...(groups.length > 0 ? { groups } : {}) });
      return true;
    },
    async associate(cluster, principalArn, policy) {
      entry(cluster, principalArn).policies.set(policy.policyArn, structuredClone(policy));
    },
    async disassociate(cluster, principalArn, policyArn) {
      entries.get(keyOf(cluster, principalArn))?.policies.delete(policyArn);
    },
    listAssociated: async (cluster, principalArn) => [...entry(cluster, principalArn).policies.values()],
    async deleteAccessEntry(cluster, principalArn) {
      entries.delete(keyOf(cluster, principalArn));
    },
  };
}
