import type { Finding } from '../../../kube/finding.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { KubeferryError } from '../../base/errors.ts';
import type { ClusterFactory } from '../../base/ports/cluster-factory.ts';
import type { PartKind } from '../../base/ports/create-request.ts';
import { newEksCluster, type Route } from '../../base/request/route.ts';
import { fitAddons } from './addon-versions.ts';
import type { Blueprint } from './blueprint.ts';
import { createRequests, type Origin } from './create-requests.ts';
import { draftOf } from './draft.ts';
import type { ClusterReader } from './drafting.ts';
import { duplicateFindings } from './duplicates.ts';
import { instanceTypeFindings } from './instance-types.ts';
import type { Unmapped } from './mapper.ts';
import { nodeFindings } from './node-findings.ts';
import { withPodIdentityAgent } from './pod-identity-agent.ts';
import { roleFindings } from './role-findings.ts';
import { networkFindings, rangeFindings, unmappedFindings } from './unmapped.ts';

/** The cluster of EKS that a run is going to make: part of the plan, before anything is made. */
export interface ClusterPlan {
  cloud?: never;
  name: string;
  blueprint: Blueprint;
  /** Zones of its subnets. */
  zones: string[];
  /** What is made, in order. */
  creates: { kind: PartKind; name: string }[];
  /** Node pools and node classes of Karpenter and Auto Mode as they will be: applied with the workload, as objects. */
  nodePools?: KubeObject[];
}

/**
 * Turns what its cloud says of the source into a cluster of EKS: mapped as the route says, with add-ons that its
 * version supports. What is of a namespace goes where the request puts that (`namespaces`). What cannot be carried over is
 * told, as a blocker where the cluster could not be made.
 */
export async function planCluster(
  route: Route,
  cloneId: string,
  source: ClusterReader,
  target: Pick<ClusterFactory, 'addonVersions' | 'candidates' | 'offeredTypes' | 'trustPolicy' | OfferLists>,
  namespaces: Record<string, string> = {},
): Promise<{ plan: ClusterPlan; findings: Finding[] }> {
  const { cluster: name } = route.target;
  const create = newEksCluster(route);
  const description = await source.read(route.source.cluster);
  if (!description || !create) {
    throw new KubeferryError(
      'NotFound',
      `Cluster "${name}" of route "${route.name}" cannot be made: ${create ? `its source "${route.source.cluster}" does not exist` : 'the route has no target.create'}. Correct kubeferry.config.ts and deploy again.`,
    );
  }
  const candidates = await target.candidates();
  const draft = draftOf(description, { route, create, namespaces, candidates });
  const demanded = withPodIdentityAgent(name, draft.blueprint, create);
  const fitted = await fitAddons(name, demanded.blueprint, target);
  const zones = candidates.subnets.filter(({ id }) => create.subnetIds.includes(id)).map(({ zone }) => zone);
  return {
    plan: sealClusterPlan(
      { name, blueprint: fitted.blueprint, zones: [...new Set(zones)].toSorted() },
      { cloneId, route: route.name },
    ),
    findings: [
      ...draft.findings,
      ...unmappedFindings(name, draft.unmapped, { ...candidates, ...(await offersOf(draft.unmapped, target)) }),
      ...networkFindings(name, create, candidates),
      ...rangeFindings(name, draft.blueprint.cluster, candidates),
      ...nodeFindings(name, draft.blueprint),
      ...duplicateFindings(name, draft.blueprint),
      ...demanded.findings,
      ...fitted.findings,
      ...(await instanceTypeFindings(name, fitted.blueprint, target)),
      ...(await roleFindings(name, fitted.blueprint, create, target)),
    ],
  };
}

type OfferLists = 'roles' | 'launchTemplates' | 'keys';

/** Asks the target only for the kinds of things that lack a counterpart. */
async function offersOf(unmapped: Unmapped[], target: Pick<ClusterFactory, OfferLists>) {
  const lacks = (...kinds: Unmapped['kind'][]) => unmapped.some(({ kind }) => kinds.includes(kind));
  return {
    roles: lacks('role', 'principal') ? await target.roles() : [],
    launchTemplates: lacks('launch-template') ? await target.launchTemplates() : [],
    keys: lacks('key') ? await target.keys() : [],
  };
}

/** Lists what the blueprint makes. */
export function sealClusterPlan(plan: Omit<ClusterPlan, 'creates'>, origin: Origin): ClusterPlan {
  const requests = createRequests(plan.name, plan.blueprint, origin);
  return { ...plan, creates: requests.map(({ kind, name }) => ({ kind, name })) };
}
