import { KubeferryError } from '../../base/errors.ts';
import type { ClusterInfo, Clusters } from '../../base/ports/clusters.ts';
import type { Request } from '../../base/request/request.ts';
import type { Route } from '../../base/request/route.ts';
import { CLUSTER_STEP, MADE_BY, TAG } from '../../base/run/names.ts';

/**
 * True when the request asks for it and the target cluster does not exist, or a run of the same route left it incomplete.
 * Throws ClusterFailed when another route is making it: that would be another cluster.
 */
export async function isToBeCreated(
  clusters: Pick<Clusters, 'describe'>,
  { name: route, target: { cluster } }: Route,
  request: Request,
): Promise<boolean> {
  if (!request.target.createCluster) return false;
  try {
    const { tags } = await clusters.describe(cluster);
    if (!isBeingCreated(tags)) return false;
    refuseOtherRoute(cluster, tags, route);
    return true;
  } catch (error) {
    if (error instanceof KubeferryError && error.name === 'NotFound') return true;
    throw error;
  }
}

/**
 * What a run says when the cluster of one side does not exist: where the route may make its target, how to have it made, and
 * not that the route is wrong. Any other error stays as it is.
 */
export function offerCreation(error: unknown, side: 'source' | 'target', { name, target }: Route): unknown {
  const isMissing = error instanceof KubeferryError && error.name === 'NotFound';
  if (!isMissing || side === 'source' || !target.create) return error;
  return new KubeferryError(
    'NotFound',
    `There is no ${placeOf(target)}. Route "${name}" may make it ` +
      'from the source\'s: start again with {"target": {"createCluster": true}}, which is --create-cluster on the command line.',
    { cause: error },
  );
}

const placeOf = (target: Route['target']) =>
  target.kind === 'aks'
    ? `AKS cluster "${target.cluster}" in resource group ${target.resourceGroup}`
    : `EKS cluster "${target.cluster}" in account ${target.account}, ${target.region}`;

/** A cluster carries this mark from its creation until it is ready. */
export const isBeingCreated = (tags: ClusterInfo['tags'] = {}) =>
  tags[TAG.madeBy] === MADE_BY && tags[TAG.step] === CLUSTER_STEP.beingCreated;

/** Throws ClusterFailed when the incomplete cluster is another route's. */
export function refuseOtherRoute(cluster: string, tags: ClusterInfo['tags'], route: string): void {
  const maker = tags?.[TAG.route];
  if (maker === route) return;
  throw new KubeferryError(
    'ClusterFailed',
    `Cluster "${cluster}" was left incomplete by run ${tags?.[TAG.cloneId]} of ${maker ? `route "${maker}"` : 'an earlier version'}, from another blueprint than that of route "${route}". Roll that run back, or wait until it ends.`,
  );
}
