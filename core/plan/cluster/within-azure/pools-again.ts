import type { NewAksCluster } from '../../../base/request/new-aks-cluster.ts';
import type { NodePool } from '../aks/aks-blueprint.ts';
import { optional } from '../changed-members.ts';
import type { Counterparts } from './counterparts.ts';

/** The pools of a source, in the subnets that the route names: all in its own one, or each where `map` says. */
export const poolsAgain = (
  pools: readonly NodePool[],
  { subnetId: ofAll }: NewAksCluster,
  counterparts: Counterparts,
): NodePool[] =>
  pools.map((pool) => {
    const at = `nodePools.${pool.name}`;
    return {
      ...pool,
      vmSize: counterparts.maybe(pool.vmSize),
      count: countOf(pool),
      subnetId: ofAll ?? (pool.subnetId && counterparts.of(`${at}.subnetId`, 'a subnet', pool.subnetId)),
      ...optional('podSubnetId', pool.podSubnetId, (id) =>
        counterparts.of(`${at}.podSubnetId`, 'a subnet of pods', id),
      ),
    };
  });

/** A system pool without a node starts no cluster, and Azure takes no number beside the bounds of the autoscaler. */
function countOf({ mode, count, scaling }: NodePool): number {
  const wanted = mode === 'System' ? Math.max(1, count) : count;
  return scaling ? Math.min(Math.max(wanted, scaling.min), scaling.max) : wanted;
}
