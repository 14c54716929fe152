import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { type Finding, findingsBy } from '../../../kube/finding.ts';
import { reviewAccess } from '../../base/access/review-access.ts';
import { inParallel } from '../../base/in-parallel.ts';
import { isPlain } from '../../base/request/is-eks.ts';
import type { Request } from '../../base/request/request.ts';
import type { Route } from '../../base/request/route.ts';
import type { Reactions } from './read-reactions.ts';

const REVIEWS_AT_A_TIME = 8;
const about = findingsBy('quiesce');

/** One of what `kubeferry rbac --quiesce` prints for a namespace: who has it was given the others beside it. */
const SCALES = { group: 'apps', resource: 'deployments', verb: 'patch' };
const RUNS_HOOKS = { group: '', resource: 'pods', verb: 'get' };

/**
 * A blocker for each namespace in which a run is to scale workloads or run hooks and may not. A cluster of EKS gives that to the run's access
 * entry; any other has to have been told, and says so here rather than after the rounds of a migration.
 */
export async function findQuiesceObstacles(
  api: Pick<ClusterApi, 'create'>,
  { source }: Pick<Route, 'source'>,
  { quiesce }: Pick<Request, 'quiesce'>,
  scaled: Reactions['scaled'],
): Promise<Finding[]> {
  if (!isPlain({ source }, 'source')) return [];
  const asked = [
    ...namesOf(scaled.map(({ metadata }) => metadata.namespace)).map((namespace) => ({ ...SCALES, namespace })),
    ...namesOf(quiesce.hooks.map(({ namespace }) => namespace)).map((namespace) => ({ ...RUNS_HOOKS, namespace })),
  ];
  const denied = await inParallel(asked, REVIEWS_AT_A_TIME, async (wish) => {
    const { answer } = await reviewAccess(api, wish);
    return answer === 'denied' ? [wish.namespace] : [];
  });
  return namesOf(denied.flat()).map((namespace) =>
    about(
      { apiVersion: 'v1', kind: 'Namespace', name: namespace },
      'blocker',
      `Cluster "${source.cluster}" does not let runs quiesce namespace ${namespace}, so that its workloads would write on. Apply what ${commandFor(source)} --quiesce ${namespace} prints, as the cluster's administrator, or leave quiesce out.`,
    ),
  );
}

const commandFor = ({ kind }: Route['source']) =>
  kind === 'aks' ? 'kubeferry rbac --identity <object id>' : 'kubeferry rbac';

const namesOf = (names: readonly (string | undefined)[]) => [...new Set(names.filter((name) => name !== undefined))];
