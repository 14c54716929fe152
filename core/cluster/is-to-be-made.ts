import { CLUSTER_STEP, MADE_BY, TAG } from '../clone/names.ts';
import type { Request } from '../clone/request.ts';
import { KubeferryError } from '../errors.ts';
import type { ClusterInfo, Clusters } from '../ports/clusters.ts';

/** True when the request asks for it and the target cluster is not there, or a run of kubeferry left it half-made. */
export async function isToBeMade(
  clusters: Pick<Clusters, 'describe'>,
  name: string,
  request: Request,
): Promise<boolean> {
  if (!request.target.createCluster) return false;
  try {
    return isInMaking((await clusters.describe(name)).tags);
  } catch (error) {
    if (error instanceof KubeferryError && error.name === 'NotFound') return true;
    throw error;
  }
}

/** A cluster carries this mark from its creation until it is whole. */
export const isInMaking = (tags: ClusterInfo['tags'] = {}) =>
  tags[TAG.madeBy] === MADE_BY && tags[TAG.step] === CLUSTER_STEP.inMaking;
