import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { listAt, textAt } from '../../../kube/fields.ts';
import { type KubeObject, refOf, refText } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import type { Request } from '../../base/request/request.ts';
import type { SourceIndex } from '../../translate/context.ts';
import { isSelected } from '../../translate/selection.ts';
import { controllerOf, SCALABLE } from '../quiesce/scalable.ts';
import { findMounting, mounts } from '../refresh/claim-users.ts';

const CLAIMS: ServedResource = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  resource: 'persistentvolumeclaims',
  namespaced: true,
  verbs: ['list'],
};

/** What a cut-over scales down or suspends, where it is selected. */
const QUIESCED = [...SCALABLE, 'CronJob'];

/**
 * Who at the source would lose something if the volumes of these claims (`namespace/name`) went away: claim -> a clause, of
 * those alone where there is something. A claim that several nodes may mount, or that somebody mounts whom the run does not
 * quiesce, stays; and so does one of a StatefulSet that has other claims beside the selection.
 */
export async function findClaimUses(
  api: ClusterApi,
  { selection }: Pick<Request, 'selection'>,
  index: SourceIndex,
  claims: ReadonlySet<string>,
): Promise<Map<string, string>> {
  if (claims.size === 0) return new Map();
  const mounting = await findMounting(api, claims);
  const there = await readClaims(api, claims);
  return new Map(
    [...claims].flatMap((claim) => {
      const users = mounting.filter((object) => mounts(object, new Set([claim])));
      const why =
        sharedMode(there.get(claim)) ?? otherUser(users, selection) ?? sibling(claim, users, [...there.keys()], index);
      return why === undefined ? [] : [[claim, why] as const];
    }),
  );
}

async function readClaims(api: ClusterApi, claims: ReadonlySet<string>): Promise<Map<string, KubeObject>> {
  const found = new Map<string, KubeObject>();
  for (const namespace of new Set([...claims].map((claim) => claim.slice(0, claim.indexOf('/')))))
    for await (const page of api.list(CLAIMS, { namespace }))
      for (const claim of page) found.set(`${namespace}/${claim.metadata.name}`, claim);
  return found;
}

function sharedMode(claim: KubeObject | undefined): string | undefined {
  const shared = listAt(claim ?? {}, 'spec.accessModes').filter((mode) => String(mode).endsWith('Many'));
  return shared.length > 0 ? `pods of several nodes may mount its claim (${shared.join(', ')})` : undefined;
}

function otherUser(users: readonly KubeObject[], selection: Request['selection']): string | undefined {
  const byUid = new Map(users.map((object) => [object.metadata.uid, object]));
  const topOf = (object: KubeObject): KubeObject => {
    const owner = byUid.get(controllerOf(object)?.uid);
    return owner ? topOf(owner) : object;
  };
  const other = users
    .map(topOf)
    .find((top) => controllerOf(top) || !QUIESCED.includes(top.kind) || !isSelected(top, selection));
  return other && `${refText(refOf(other))} uses its claim as well, and the run does not quiesce that`;
}

/** The set would come back at the source with some of its data, and without the other. */
function sibling(
  claim: string,
  users: readonly KubeObject[],
  there: readonly string[],
  { claims }: SourceIndex,
): string | undefined {
  for (const set of users.filter(({ kind }) => kind === 'StatefulSet')) {
    const own = new Set(
      listAt(set, 'spec.volumeClaimTemplates').map((each) => textAt(each as object, 'metadata.name')),
    );
    const of = (other: string) =>
      [...own].some((name) => isOrdinal(other, `${set.metadata.namespace}/${name}-${set.metadata.name}-`));
    const left = of(claim) ? there.find((other) => of(other) && !(other in claims)) : undefined;
    if (left !== undefined)
      return `claim ${left} belongs to ${refText(refOf(set))} as well, and is not in the selection`;
  }
  return undefined;
}

const isOrdinal = (claim: string, beginning: string) =>
  claim.startsWith(beginning) && /^\d+$/.test(claim.slice(beginning.length));
