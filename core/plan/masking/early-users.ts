import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { type Finding, findingsBy } from '../../../kube/finding.ts';
import { refOf, refText } from '../../../kube/kube-object.ts';
import type { Request } from '../../base/request/request.ts';
import { findMounting } from '../refresh/claim-users.ts';
import { MASKING_RULE, type PlannedMasking } from './plan-masking.ts';

const find = findingsBy(MASKING_RULE);

/**
 * Who could reach data in the target before it is masked. What waits there for a claim of that name would start on it as soon
 * as the claim is there; and whoever has rights in a namespace that exists may mount its claims. A refresh scales such
 * workloads down first, and says the other.
 */
export async function earlyUsers(
  api: ClusterApi,
  { onConflict, driftOf }: Pick<Request, 'onConflict' | 'driftOf'>,
  masking: PlannedMasking | undefined,
): Promise<Finding[]> {
  if (!masking || onConflict !== 'fail' || driftOf !== undefined) return [];
  const there = await api.names({ apiVersion: 'v1', kind: 'Namespace' });
  const jobs = masking.jobs.filter(({ home }) => there.has(home));
  const claims = jobs.flatMap(({ home, claims: mounted }) => Object.values(mounted).map((name) => `${home}/${name}`));
  if (claims.length === 0) return [];
  const waiting = await findMounting(api, new Set(claims));
  const homes = [...new Set(jobs.map(({ home }) => home))].toSorted();
  return [
    ...homes.map((name) =>
      find(
        { apiVersion: 'v1', kind: 'Namespace', name },
        'warning',
        `Namespace ${name} is there already: who may start pods in it can mount the claims before their data is masked. Where that matters, clone into a namespace of its own.`,
      ),
    ),
    ...waiting.map((object) =>
      find(
        refOf(object),
        'blocker',
        `${refText(refOf(object))} of the target mounts a claim that this run brings, and would start on it before its data is masked. Delete it, or map the namespace to another one.`,
      ),
    ),
  ];
}
