import { eksClusterFactory } from '../../adapters/aws/cluster-factory.ts';
import { eksClusters } from '../../adapters/aws/clusters.ts';
import { aksFactory } from '../../adapters/azure/aks-factory.ts';
import { KubeferryError } from '../../core/base/errors.ts';
import type { AksFactory } from '../../core/base/ports/aks-factory.ts';
import type { ClusterInfo, Clusters } from '../../core/base/ports/clusters.ts';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import type { Request } from '../../core/base/request/request.ts';
import type { AksTargetMember } from '../../core/base/request/route.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import { completeAksCluster, makeAksCluster } from '../../core/execute/cluster/make-aks-cluster.ts';
import { completeCluster, makeCluster } from '../../core/execute/cluster/make-cluster.ts';
import type { Stage } from '../../core/execute/cluster/stages.ts';
import { isClosed } from '../../core/execute/undo/close-run.ts';
import type { Comparison } from '../../core/plan/cluster/compare.ts';
import { isToBeCreated } from '../../core/plan/cluster/is-to-be-created.ts';
import type { NewClusterOf } from '../../core/plan/cluster/new-cluster.ts';
import { aksTarget, azureAs } from './azure.ts';
import { memberOf } from './member.ts';

/** Makes the planned cluster of a run, in whichever cloud it is to be. */
export interface ClusterMaker {
  /** Throws NotYet until all of the stage is there. */
  make(stage: Stage): Promise<{ parts: number }>;
  complete(): Promise<Comparison>;
}

export async function clusterMaker(clone: Clone, plan: NewClusterOf, store: ObjectStore): Promise<ClusterMaker> {
  const session = await memberOf(clone, 'target');
  const origin = { cloneId: clone.cloneId, route: clone.route.name };
  const isBeingTakenBack = (cloneId: string) => isClosed(store, cloneId);
  const target = aksTarget(clone.route);
  if (plan.cloud) {
    if (!target) throw new Error(`The plan of ${clone.cloneId} makes a cluster of AKS, and its route ends elsewhere.`);
    const factory = await aksFactoryOf(clone, target);
    return {
      make: (stage) => makeAksCluster(factory, plan, origin, stage, isBeingTakenBack),
      complete: () => completeAksCluster(factory, plan),
    };
  }
  const factory = eksClusterFactory(session);
  return {
    make: (stage) => makeCluster(factory, plan, origin, stage, isBeingTakenBack),
    complete: () => completeCluster(factory, plan),
  };
}

export const aksFactoryOf = async (clone: Clone, target: AksTargetMember): Promise<AksFactory> =>
  aksFactory(azureAs(await memberOf(clone, 'target'), target, clone.cloneId).arm, target);

/** Whether the run is to make the target cluster, or to continue with one that a run of its route has begun. */
export async function makesTarget(clone: Clone, request: Request): Promise<boolean> {
  if (!request.target.createCluster) return false;
  const target = aksTarget(clone.route);
  const clusters = target
    ? tagsInAzure(await aksFactoryOf(clone, target))
    : eksClusters(await memberOf(clone, 'target'));
  return isToBeCreated(clusters, clone.route, request);
}

/** What says by its tags whether a cluster of AKS is complete. */
const tagsInAzure = (factory: AksFactory): Pick<Clusters, 'describe'> => ({
  async describe(name) {
    const found = await factory.read();
    if (!found) throw new KubeferryError('NotFound', `There is no cluster "${name}" of AKS.`);
    return { name, tags: found.cluster.tags ?? {} } as ClusterInfo;
  },
});
