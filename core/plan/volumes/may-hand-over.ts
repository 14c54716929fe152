import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { HANDING } from '../../base/access/cluster-rights.ts';
import { reviewAccess } from '../../base/access/review-access.ts';
import { KubeferryError } from '../../base/errors.ts';
import type { Trial } from '../../base/ports/rights.ts';
import type { Request } from '../../base/request/request.ts';
import type { Route } from '../../base/request/route.ts';
import type { SourceIndex } from '../../translate/context.ts';
import { findClaimUses } from './claim-uses.ts';
import { givenClaims } from './handing-over.ts';

/** Claim -> why its volume cannot be taken from the source, as a clause: of those that the request wants to give, see claim-uses.ts. */
export async function findHandingObstacles(
  api: ClusterApi,
  { handOver }: Pick<Route, 'handOver'>,
  request: Request,
  index: SourceIndex,
): Promise<ReadonlyMap<string, string>> {
  const claims = givenClaims(index, request);
  if (claims.size === 0 || !handOver) return new Map();
  const why = await whyNoHandOver(api);
  return why ? new Map([...claims].map((claim) => [claim, why])) : findClaimUses(api, request, index, claims);
}

/** What the source says to a run that would change its PersistentVolumes. */
export function reviewHandOver(api: Pick<ClusterApi, 'create'>): Promise<Trial> {
  const [{ apiGroups, resources, verbs }] = HANDING;
  return reviewAccess(api, { group: apiGroups[0], resource: resources[0], verb: verbs[0] });
}

/**
 * Why runs may not hand volumes of this cluster over, or take them back, as a clause with the way out; undefined where they may.
 * Throws Unavailable where the API server does not say.
 */
export async function whyNoHandOver(api: Pick<ClusterApi, 'create'>): Promise<string | undefined> {
  const { action, answer, said } = await reviewHandOver(api);
  if (answer === 'untold') throw new KubeferryError('Unavailable', `The source did not say who may ${action}: ${said}`);
  if (answer === 'allowed') return undefined;
  return `RBAC of its cluster does not let runs change PersistentVolumes (${HOW}; an access entry that others have made for the role needs the group as well)`;
}

/** Said wherever the right is missing. */
const HOW = 'as its administrator: kubeferry rbac --hand-over | kubectl apply -f -';
