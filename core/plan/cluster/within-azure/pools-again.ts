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
      // A system pool that is scaled to nothing starts no cluster.
      count: pool.mode === 'System' ? Math.max(1, pool.count) : pool.count,
      subnetId: ofAll ?? (pool.subnetId && counterparts.of(`${at}.subnetId`, 'a subnet', pool.subnetId)),
      ...optional('podSubnetId', pool.podSubnetId, (id) =>
        counterparts.of(`${at}.podSubnetId`, 'a subnet of pods', id),
      ),
    };
  });
