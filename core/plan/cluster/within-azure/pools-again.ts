import type { Finding } from '../../../../kube/finding.ts';
import type { NewAksCluster } from '../../../base/request/new-aks-cluster.ts';
import type { NodePool } from '../aks/aks-blueprint.ts';
import { aksFinding } from '../aks/aks-finding.ts';
import { azureTags } from '../aks/azure-tags.ts';
import { leftTags } from '../aks/left-of-eks.ts';
import { withSystemPool } from '../aks/pools-of-nodegroups.ts';
import { optional } from '../changed-members.ts';
import type { Counterparts } from './counterparts.ts';

/** The pools of a source, in the subnets that the route names: all in its own one, or each where `map` says. */
export function poolsAgain(
  cluster: string,
  source: readonly NodePool[],
  create: NewAksCluster,
  counterparts: Counterparts,
): { pools: NodePool[]; findings: Finding[] } {
  const { subnetId: ofAll } = create;
  const left = source.flatMap(({ name, tags }) => leftTags(cluster, azureTags(tags).left, `nodePools.${name}.tags`));
  const pools = source.map((pool) => {
    const at = `nodePools.${pool.name}`;
    return {
      ...pool,
      vmSize: counterparts.maybe(pool.vmSize),
      count: countOf(pool),
      tags: azureTags(pool.tags).kept,
      subnetId: ofAll ?? (pool.subnetId && counterparts.of(`${at}.subnetId`, 'a subnet', pool.subnetId)),
      ...optional('podSubnetId', pool.podSubnetId, (id) =>
        counterparts.of(`${at}.podSubnetId`, 'a subnet of pods', id),
      ),
    };
  });
  // Azure may be deleting the only one, or keep those of the source itself (AKS Automatic).
  if (pools.some(({ mode }) => mode === 'System')) return { pools, findings: left };
  const made = withSystemPool(cluster, pools, create);
  const chosen = made.findings.length === 0 ? made.pools.filter(({ mode }) => mode === 'System') : [];
  const told = chosen.map(({ name }) => {
    const sentence = `The source has no system pool that could be made again, so that pool ${name} takes the pods of the cluster itself as well.`;
    return aksFinding('warning', cluster, `nodePools.${name}.mode`, sentence);
  });
  return { pools: made.pools, findings: [...left, ...made.findings, ...told] };
}

/** A system pool without a node starts no cluster, and Azure takes no number beside the bounds of the autoscaler. */
function countOf({ mode, count, scaling }: NodePool): number {
  const wanted = mode === 'System' ? Math.max(1, count) : count;
  return scaling ? Math.min(Math.max(wanted, scaling.min), scaling.max) : wanted;
}
