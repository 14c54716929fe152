import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { type KubeObject, refOf } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { inParallel } from '../../base/in-parallel.ts';

const IN_FLIGHT = 32;
/** So many objects of a kind in a namespace are worth a list of it. */
const WORTH_A_LIST = 4;

/**
 * What the target has of each object now, in their order. Objects of one kind in one namespace come by one list, where they are
 * several: a request for each of 100,000 would take minutes of round trips. Secrets do not, since a list would read those of
 * others as well; nor what is of cluster scope, where the others may be many.
 */
export async function lookUp(
  api: ClusterApi,
  served: readonly ServedResource[],
  objects: readonly KubeObject[],
): Promise<(KubeObject | undefined)[]> {
  const found = new Array<KubeObject | undefined>(objects.length);
  const places = Map.groupBy(objects.keys(), (at) => placeOf(objects[at]!));
  const one = (at: number) => async () => {
    found[at] = await api.get(refOf(objects[at]!));
  };
  const looks = [...places.values()].flatMap((some) => {
    const first = objects[some[0]!]!;
    const resource = some.length >= WORTH_A_LIST ? listed(served, first) : undefined;
    if (!resource) return some.map(one);
    const byName = new Map(some.map((at) => [objects[at]!.metadata.name, at]));
    return async () => {
      for await (const page of api.list(resource, { namespace: first.metadata.namespace! }))
        for (const object of page) {
          const at = byName.get(object.metadata.name);
          if (at !== undefined) found[at] = object;
        }
    };
  });
  await inParallel(looks, IN_FLIGHT, (look) => look());
  return found;
}

const placeOf = ({ apiVersion, kind, metadata }: KubeObject) => `${apiVersion} ${kind} ${metadata.namespace ?? ''}`;

function listed(served: readonly ServedResource[], { apiVersion, kind, metadata }: KubeObject) {
  if (!metadata.namespace || (apiVersion === 'v1' && kind === 'Secret')) return undefined;
  return served.find((each) => each.apiVersion === apiVersion && each.kind === kind && each.verbs.includes('list'));
}
