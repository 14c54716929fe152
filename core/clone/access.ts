import type { AccessPolicy, Clusters } from '../ports/clusters.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Clone } from './envelope.ts';
import { keysOf } from './keys.ts';
import type { LedgerEntry } from './ledger.ts';
import { MADE_BY, TAG } from './names.ts';
import { findRecord, writeRecord } from './records.ts';
import type { Request } from './request.ts';

const POLICY = 'arn:aws:eks::aws:cluster-access-policy/';
type AccessEntry = Extract<LedgerEntry, { kind: 'access-entry' }>;

const entryKey = (cloneId: string, side: 'source' | 'target') => `${keysOf(cloneId).ledger}access-entry-${side}.json`;

/**
 * What the run may do in a cluster (https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html):
 * read everything at the source, and change workloads in the selected namespaces only if it is to quiesce them;
 * everything in the target, since it makes types and rights there.
 */
export function policiesFor(side: 'source' | 'target', request: Request, namespaces: string[]): AccessPolicy[] {
  if (side === 'target') return [{ policyArn: `${POLICY}AmazonEKSClusterAdminPolicy` }];
  const quiesces = request.quiesce.scaleToZero || request.quiesce.hooks.length > 0;
  const view = { policyArn: `${POLICY}AmazonEKSAdminViewPolicy` };
  return quiesces ? [view, { policyArn: `${POLICY}AmazonEKSEditPolicy`, namespaces }] : [view];
}

/** Enters a cluster for the run. What was there before is recorded, so that it is there afterwards too. */
export async function enterCluster(
  clusters: Clusters,
  store: ObjectStore,
  clone: Clone,
  side: 'source' | 'target',
  policies: AccessPolicy[],
): Promise<void> {
  const { cluster, roleArn } = clone.route[side];
  const key = entryKey(clone.cloneId, side);
  const known = await findRecord<AccessEntry>(store, key);
  const entry: AccessEntry = known ?? {
    kind: 'access-entry',
    side,
    principalArn: roleArn,
    policies: [],
    before: 'absent',
  };
  // The intent goes first: a run that dies after the create still knows that it made the entry.
  if (!known) {
    const had = await clusters.listAssociated(cluster, roleArn).catch(() => undefined);
    entry.before = had ? 'present' : 'absent';
    const before = had?.map((policy) => policy.policyArn) ?? [];
    entry.policies = policies.map((policy) => policy.policyArn).filter((arn) => !before.includes(arn));
    await writeRecord(store, key, entry);
  }
  await clusters.createAccessEntry(cluster, roleArn, { [TAG.madeBy]: MADE_BY, [TAG.cloneId]: clone.cloneId });
  for (const policy of policies)
    if (entry.policies.includes(policy.policyArn)) await clusters.associate(cluster, roleArn, policy);
}

/** Takes back exactly what `enterCluster` added; nothing when it never ran. Answers what was removed. */
export async function leaveCluster(
  clusters: Clusters,
  store: ObjectStore,
  clone: Clone,
  side: 'source' | 'target',
): Promise<number> {
  const entry = await findRecord<AccessEntry>(store, entryKey(clone.cloneId, side));
  if (!entry) return 0;
  const { cluster } = clone.route[side];
  if (entry.before === 'absent') await clusters.deleteAccessEntry(cluster, entry.principalArn);
  else for (const policyArn of entry.policies) await clusters.disassociate(cluster, entry.principalArn, policyArn);
  return 1;
}
