import type { AccessPolicy, Clusters } from '../ports/clusters.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Clone } from './envelope.ts';
import { accessKeys } from './keys.ts';
import { MADE_BY, TAG } from './names.ts';
import { findRecord } from './records.ts';
import type { Request } from './request.ts';

type Side = 'source' | 'target';

/** What the runs that are in a cluster right now share: the entry as the first of them found it. */
interface SharedEntry {
  before: 'absent' | 'present';
  /** Policies that were there before; all others go when the last run leaves. */
  policies: string[];
}

/** What of a request says how a run enters. */
interface ReadsClusters {
  quiesce: Pick<Request['quiesce'], 'scaleToZero' | 'hooks'>;
  selection: Pick<Request['selection'], 'namespaces'>;
}

const POLICY = 'arn:aws:eks::aws:cluster-access-policy/';

/**
 * What the run may do in a cluster (https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html):
 * read everything at the source, and change workloads in the selected namespaces only if it is to quiesce them;
 * everything in the target, since it makes types and rights there.
 */
export function policiesFor(side: Side, request: ReadsClusters): AccessPolicy[] {
  if (side === 'target') return [{ policyArn: `${POLICY}AmazonEKSClusterAdminPolicy` }];
  const quiesces = request.quiesce.scaleToZero || request.quiesce.hooks.length > 0;
  const view = { policyArn: `${POLICY}AmazonEKSAdminViewPolicy` };
  return quiesces
    ? [view, { policyArn: `${POLICY}AmazonEKSEditPolicy`, namespaces: request.selection.namespaces }]
    : [view];
}

/**
 * Enters a cluster for the run. Several runs may be in one cluster at a time under the same role, so each notes that it
 * is in, and the first one notes what was there before.
 */
export async function enterCluster(
  clusters: Clusters,
  store: ObjectStore,
  clone: Clone,
  side: Side,
  policies: AccessPolicy[],
): Promise<void> {
  const { cluster, roleArn } = clone.route[side];
  const keys = accessKeys(clone.route[side]);
  await store.put(keys.holder(clone.cloneId), clone.startedAt);
  const had = await associated(clusters, cluster, roleArn);
  const found: SharedEntry = {
    before: had ? 'present' : 'absent',
    policies: had?.map((policy) => policy.policyArn) ?? [],
  };
  await store.claim(keys.shared, JSON.stringify(found));
  await clusters.createAccessEntry(cluster, roleArn, { [TAG.madeBy]: MADE_BY });
  for (const policy of policies) await clusters.associate(cluster, roleArn, widened(policy, had ?? []));
}

/** Leaves a cluster; the last run takes back exactly what the runs added. Answers how many entries it removed. */
export async function leaveCluster(clusters: Clusters, store: ObjectStore, clone: Clone, side: Side): Promise<number> {
  const { cluster, roleArn } = clone.route[side];
  const keys = accessKeys(clone.route[side]);
  await store.delete(keys.holder(clone.cloneId));
  for await (const _ of store.list(keys.holders)) return 0;
  const shared = await findRecord<SharedEntry>(store, keys.shared);
  if (!shared) return 0;
  if (shared.before === 'absent') await clusters.deleteAccessEntry(cluster, roleArn);
  else await takeBack(clusters, cluster, roleArn, shared.policies);
  await store.delete(keys.shared);
  return 1;
}

async function takeBack(clusters: Clusters, cluster: string, roleArn: string, kept: string[]): Promise<void> {
  for (const { policyArn } of (await associated(clusters, cluster, roleArn)) ?? []) {
    if (!kept.includes(policyArn)) await clusters.disassociate(cluster, roleArn, policyArn);
  }
}

/** Undefined when the role has no entry. */
async function associated(clusters: Clusters, cluster: string, roleArn: string): Promise<AccessPolicy[] | undefined> {
  try {
    return await clusters.listAssociated(cluster, roleArn);
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFound') return undefined;
    throw error;
  }
}

/** Associating replaces the scope, so another run's namespaces stay in it. */
function widened(policy: AccessPolicy, had: AccessPolicy[]): AccessPolicy {
  const others = had.find((each) => each.policyArn === policy.policyArn)?.namespaces;
  return policy.namespaces && others
    ? { ...policy, namespaces: [...new Set([...others, ...policy.namespaces])] }
    : policy;
}
