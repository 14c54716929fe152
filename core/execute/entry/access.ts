import { HANDING_GROUP } from '../../base/access/cluster-rights.ts';
import type { AccessPolicy } from '../../base/ports/clusters.ts';
import type { Mover } from '../../base/request/mover.ts';
import { partitionOf } from '../../base/request/partition.ts';
import { type AskedQuiesce, quiesces } from '../../base/request/quiesces.ts';
import type { Request } from '../../base/request/request.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { accessKey } from '../../base/run/keys.ts';
import { changeRegister } from '../../base/run/register.ts';
import { type AccessEntry, hasSameHolders, NOBODY, withHolder, withoutHolder } from './access-entry.ts';
import type { AccessTools } from './access-tools.ts';
import { settleAccess } from './access-turn.ts';

type Side = 'source' | 'target';

/** What of a request says how a run enters. */
interface ReadsClusters {
  quiesce: AskedQuiesce;
  selection: Pick<Request['selection'], 'namespaces'>;
  volumes?: Pick<Request['volumes'], 'origins'>;
}

/** The selected namespaces with claims that Jobs of the run copy. */
function namespacesOfMovers({ volumes, selection: { namespaces } }: ReadsClusters): string[] {
  const moved = Object.entries(volumes?.origins ?? {}).filter(([, wish]) => 'mover' in wish);
  const named = moved.map(([claim]) => claim.slice(0, claim.indexOf('/')));
  return namespaces.length === 0 ? named : named.filter((each) => namespaces.includes(each));
}

const policyArn = (region: string, name: string) => `arn:${partitionOf(region)}:eks::aws:cluster-access-policy/${name}`;

/**
 * What the run may do in a cluster (https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html):
 * read everything at the source, and change workloads in the selected namespaces only if it is to quiesce them, or, where its
 * route allows that (`mover`), makes Jobs there; everything in the target, since it makes types and rights there. `region` is
 * the cluster's.
 */
export function policiesFor(
  side: Side,
  request: ReadsClusters,
  region: string,
  { mover }: { mover?: Mover | undefined } = {},
): AccessPolicy[] {
  const named = (name: string) => ({ policyArn: policyArn(region, name) });
  if (side === 'target') return [named('AmazonEKSClusterAdminPolicy')];
  const mayQuiesce = quiesces(request.quiesce);
  const edited = new Set([
    ...(mayQuiesce ? request.selection.namespaces : []),
    ...(mover ? namespacesOfMovers(request) : []),
  ]);
  const view = named('AmazonEKSAdminViewPolicy');
  const mayEdit = mayQuiesce || edited.size > 0;
  return [view, ...(mayEdit ? [{ ...named('AmazonEKSEditPolicy'), namespaces: [...edited] }] : [])];
}

/** No policy of EKS lets a run change PersistentVolumes and nothing else, so that the entry of such a source is in a group. */
function placeOf({ route }: Clone, side: Side) {
  const { cluster, roleArn } = route[side];
  const hands = side === 'source' && 'handsOver' in route.source && route.source.handsOver === true;
  return { cluster, roleArn, groups: hands ? [HANDING_GROUP] : [] };
}

/**
 * Enters a cluster for the run. Runs that are in one cluster at a time share one role, and so one access entry: each notes
 * what it may, and the entry is made to allow exactly what they may together. Throws NotYet while another run changes
 * the entry. `until` is when whoever enters is gone in any case (ISO 8601); `stillOn` is asked right before the run is in.
 */
export async function enterCluster(
  tools: AccessTools,
  clone: Clone,
  side: Side,
  policies: AccessPolicy[],
  { until, stillOn = async () => {} }: { until?: string; stillOn?: () => Promise<void> } = {},
): Promise<void> {
  const key = accessKey(side, clone.route[side]);
  const holder = { since: clone.startedAt, ...(until ? { until } : {}), policies };
  await stillOn();
  await changeRegister<AccessEntry, void>(tools.store, key, (entry = NOBODY) => ({
    next: withHolder(entry, clone.cloneId, holder),
    answer: undefined,
  }));
  await settleAccess(tools, key, placeOf(clone, side), clone.cloneId);
}

/**
 * Leaves a cluster: what only this run needed is taken back, and the last run to leave gives the entry back as the first
 * one found it. Answers how many entries it removed. Throws NotYet while another run changes the entry.
 */
export async function leaveCluster(tools: AccessTools, clone: Clone, side: Side): Promise<number> {
  const key = accessKey(side, clone.route[side]);
  await changeRegister<AccessEntry, void>(tools.store, key, (entry) => {
    const without = entry && withoutHolder(entry, clone.cloneId);
    return { next: without && entry && hasSameHolders(without, entry) ? entry : without, answer: undefined };
  });
  return settleAccess(tools, key, placeOf(clone, side), clone.cloneId);
}
