import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { refOf, refText } from '../../../kube/kube-object.ts';
import { inParallel } from '../../base/in-parallel.ts';
import { findMounting, mounts } from '../../plan/refresh/claim-users.ts';
import type { Member } from '../../plan/refresh/former.ts';
import { type Known, shortList, stayingIn } from './contents-of-others.ts';

const IN_FLIGHT = 16;

/**
 * Of the run's claims, those that pods of others mount, or would once their workload has some, by uid with who it is. Kubernetes
 * lets no claim go while a pod mounts it (https://kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection),
 * and takes no deletion back.
 */
export async function claimsOfOthers(
  api: ClusterApi,
  known: Known,
  claims: readonly Member[],
): Promise<Map<string, string>> {
  const looked = await stillThere(api, claims);
  const names = new Set(looked.map(({ ref }) => nameOf(ref)));
  const { own } = withFormer(known);
  const users = (await findMounting(api, names)).filter(({ metadata }) => !own.has(metadata.uid ?? ''));
  const staying: KubeObject[] = [];
  for (const [namespace, some] of Map.groupBy(users, ({ metadata }) => metadata.namespace ?? '')) {
    const there = await stayingIn(api, withFormer(known), namespace);
    staying.push(...some.filter(({ metadata }) => there.has(metadata.uid ?? '')));
  }
  const held = looked.map(({ ref, uid }): [string, KubeObject[]] => {
    const claim = new Set([nameOf(ref)]);
    return [uid, staying.filter((user) => mounts(user, claim))];
  });
  return new Map(held.filter(([, some]) => some.length > 0).map(([uid, some]) => [uid, inWords(some)]));
}

/** A claim of that name by now may be the former one, or of others. */
async function stillThere(api: ClusterApi, claims: readonly Member[]): Promise<Member[]> {
  const namespaces = [...new Set(claims.map(({ ref }) => ref.namespace ?? ''))];
  const names = await inParallel(namespaces, IN_FLIGHT, (namespace) =>
    api.names({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace }),
  );
  const there = new Set(names.flatMap((each) => [...each.values()]));
  return claims.filter(({ uid }) => there.has(uid));
}

/** Who is scaled down until the former clone is back releases the claim, and so does what they own. */
const withFormer = (known: Known): Known => ({
  ...known,
  own: new Set([...known.own, ...(known.former?.objects ?? []), ...(known.former?.rested ?? [])]),
});

const nameOf = ({ namespace = '', name }: Member['ref']) => `${namespace}/${name}`;

function inWords(users: KubeObject[]): string {
  const uids = new Set(users.map(({ metadata }) => metadata.uid));
  const tops = users.filter(({ metadata }) => !metadata.ownerReferences?.some(({ uid }) => uids.has(uid)));
  return `others mount it: ${shortList(tops.map((user) => refText(refOf(user))))}`;
}
