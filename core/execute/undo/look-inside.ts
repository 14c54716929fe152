import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { refText } from '../../../kube/kube-object.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { Member } from '../../plan/refresh/former.ts';
import { claimsOfOthers } from './claims-of-others.ts';
import { type Known, othersInNamespace, othersInNamespaces, othersOfType } from './contents-of-others.ts';
import type { Kept } from './kept.ts';
import { metadataOf } from './own-objects.ts';
import { volumesOfOthers } from './volumes-of-others.ts';

/** Each look is sixteen lists at a time. */
const CONTAINERS_AT_ONCE = 4;

/** With the state in which a container was looked into, as a precondition of its deletion. */
export type Free = Member & { resourceVersion?: string | undefined };

export interface Looked {
  free: Free[];
  kept: Kept[];
  /** `namespace/name`. */
  keptClaims: string[];
}

/** Splits the members of a wave into what may go and what holds something of others. */
export async function lookInside(
  api: ClusterApi,
  known: Known,
  members: Member[],
  isOfRun: (volumeId: string) => boolean,
): Promise<Looked> {
  const looked: Looked = { free: [], kept: [], keptClaims: [] };
  for (const [kind, some] of Map.groupBy(members, ({ ref }) => ref.kind)) {
    const look = LOOKS[kind];
    if (look) await lookIntoContainers(api, known, some, look, looked);
    else if (kind === 'PersistentVolumeClaim') await lookAtClaims(api, known, some, looked);
    else if (kind === 'PersistentVolume') await lookAtVolumes(api, known, some, isOfRun, looked);
    else looked.free.push(...some);
  }
  return looked;
}

async function lookAtClaims(api: ClusterApi, known: Known, claims: Member[], to: Looked): Promise<void> {
  const held = await claimsOfOthers(api, known, claims);
  for (const claim of claims) {
    const why = held.get(claim.uid);
    if (why === undefined) to.free.push(claim);
    else {
      to.kept.push({ at: refText(claim.ref), why });
      to.keptClaims.push(`${claim.ref.namespace}/${claim.ref.name}`);
    }
  }
}

async function lookAtVolumes(
  api: ClusterApi,
  known: Known,
  volumes: Member[],
  isOfRun: (volumeId: string) => boolean,
  to: Looked,
): Promise<void> {
  const heldBy = new Map((await volumesOfOthers(api, known, isOfRun)).map((volume) => [volume.at, volume]));
  for (const volume of volumes) {
    const hold = heldBy.get(refText(volume.ref));
    if (hold) to.kept.push(hold);
    else to.free.push(volume);
  }
}

async function lookIntoContainers(
  api: ClusterApi,
  known: Known,
  containers: Member[],
  look: Look,
  to: Looked,
): Promise<void> {
  const there = await metadataOf(api, known.discovery.resources, containers[0]!.ref);
  const left = containers.filter(({ ref, uid }) => there.get(ref.name)?.metadata.uid === uid);
  const isGoing = ({ ref }: Member) => there.get(ref.name)!.metadata.deletionTimestamp !== undefined;
  const lookAt = await lookerAt(
    api,
    known,
    look,
    left.filter((each) => !isGoing(each)),
  );
  const reasons = await inParallel(left, CONTAINERS_AT_ONCE, async (each) =>
    isGoing(each) ? '' : lookAt(each.ref.name),
  );
  for (const [at, member] of left.entries()) {
    const why = reasons[at]!;
    if (why) to.kept.push({ at: refText(member.ref), why });
    else to.free.push({ ...member, resourceVersion: there.get(member.ref.name)!.metadata.resourceVersion });
  }
}

/** So many namespaces are looked into by lists of the whole cluster. */
const MANY = 20;

async function lookerAt(api: ClusterApi, known: Known, look: Look, members: Member[]) {
  const names = members.map(({ ref }) => ref.name);
  if (look === othersInNamespace && names.length >= MANY) return othersInNamespaces(api, known, names);
  return (name: string) => look(api, known, name);
}

type Look = (api: ClusterApi, known: Known, name: string) => Promise<string>;

/** Kinds whose deletion deletes what is in them. */
const LOOKS: Record<string, Look> = {
  Namespace: othersInNamespace,
  CustomResourceDefinition: othersOfType,
};
