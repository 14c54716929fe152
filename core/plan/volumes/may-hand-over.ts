import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { HANDING } from '../../base/access/cluster-rights.ts';
import { reviewAccess } from '../../base/access/review-access.ts';
import { isTransient, KubeferryError } from '../../base/errors.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { Trial } from '../../base/ports/rights.ts';
import type { Request } from '../../base/request/request.ts';
import type { Route } from '../../base/request/route.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';
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
  if (why) return new Map([...claims].map((claim) => [claim, why]));
  const uses = await findClaimUses(api, request, index, claims);
  const free = [...claims].filter((claim) => !uses.has(claim));
  const refusals = await inParallel(free, LOOKS_AT_A_TIME, async (claim) => {
    const said = await whyRefused(api, index.claims[claim]?.volumeName ?? '');
    return said === undefined ? [] : [[claim, said] as const];
  });
  return new Map([...uses, ...refusals.flat()]);
}

const LOOKS_AT_A_TIME = 8;

/** What a hand-over changes of a PersistentVolume, see core/execute/handing/source-volume.ts. */
const CHANGES = [
  { spec: { persistentVolumeReclaimPolicy: 'Retain' } },
  { spec: { claimRef: { uid: 'handed-over-by-nobody' } } },
];

/** Admission may refuse what RBAC allows: the source is asked by dry runs, before anything of it is down. */
async function whyRefused(api: Pick<ClusterApi, 'merge'>, name: string): Promise<string | undefined> {
  const ref = { apiVersion: 'v1', kind: 'PersistentVolume', name };
  try {
    for (const change of CHANGES) await api.merge(ref, change, { manager: FIELD_MANAGER, dryRun: true });
    return undefined;
  } catch (error) {
    if (!(error instanceof KubeferryError) || isTransient(error)) throw error;
    return `its cluster would refuse the change of PersistentVolume ${name} (${error.message.replace(/\.$/, '')})`;
  }
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
