import type { ClusterDescription, Described } from '../../../../core/base/ports/cluster-factory.ts';
import { planCluster } from '../../../../core/plan/cluster/plan-cluster.ts';
import { description, role, route, SOURCE, TARGET, target } from './some-cluster.ts';

/** What differs from the cluster of `some-cluster.ts`, and from the route. */
interface Given {
  create?: Parameters<typeof route>[0];
  namespaces?: Record<string, string>;
  more?: Partial<ClusterDescription>;
  cluster?: Described;
}

/** The blueprint of the new cluster and the findings, those of one path as `at`. */
export async function plan({ create = {}, namespaces, more, cluster }: Given) {
  const source = { ...description, ...more, cluster: { ...description.cluster, ...cluster } };
  const wanted = { ...create, map: { [role(SOURCE, 'node')]: role(TARGET, 'node'), ...create.map } };
  const { plan, findings } = await planCluster(
    route(wanted),
    'run-1',
    { read: async () => source },
    target,
    namespaces,
  );
  const at = (path: string) => findings.filter((finding) => finding.path === path);
  return { blueprint: plan.blueprint, findings, at };
}
