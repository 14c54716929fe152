import type { ClusterApi, RestOfList } from '../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { readAhead } from '../../base/read-ahead.ts';

/** Lists of one kind in flight, where it is listed namespace by namespace. */
const NAMESPACES_AT_ONCE = 4;
const PAGE = 500;
/** What a list of one namespace costs an API server, as objects that it reads. */
const OBJECTS_A_LIST = 100;

export interface Listed {
  namespaces: readonly string[];
  /** All of the source but those of the system. */
  isEverything: boolean;
  labelSelector?: string | undefined;
}

/**
 * The objects of one namespaced kind in the namespaces, page after page. One list of the whole cluster takes the place of one
 * for each namespace where it costs the API server no more: most kinds have few objects, and each list is a round trip. The
 * first page says how many objects follow (remainingItemCount); when there are too many, the namespaces are listed one by
 * one. Secrets always are: those of namespaces that are not selected are not even read.
 */
export async function* listKind(
  api: ClusterApi,
  resource: ServedResource,
  { namespaces, isEverything, labelSelector }: Listed,
): AsyncIterable<KubeObject[]> {
  const worth = namespaces.length * OBJECTS_A_LIST;
  if (namespaces.length > 1 && !(resource.apiVersion === 'v1' && resource.kind === 'Secret')) {
    const most = isEverything ? namespaces.length * PAGE : worth;
    const whole = await wholeCluster(api, resource, { labelSelector, limit: Math.min(PAGE, worth), most });
    if (whole) {
      const selected = new Set(namespaces);
      for await (const page of whole) yield page.filter(({ metadata }) => selected.has(metadata.namespace ?? ''));
      return;
    }
  }
  yield* readAhead(namespaces, NAMESPACES_AT_ONCE, (namespace) => api.list(resource, { namespace, labelSelector }));
}

/** Undefined when there are more than `most` objects, or nobody knows how many. */
async function wholeCluster(
  api: ClusterApi,
  resource: ServedResource,
  { most, ...options }: { most: number; limit: number; labelSelector?: string | undefined },
): Promise<AsyncIterable<KubeObject[]> | undefined> {
  let rest: RestOfList | undefined;
  const pages = api.list(resource, { ...options, told: (told) => (rest = told) })[Symbol.asyncIterator]();
  const first = await pages.next();
  if (first.done) return onePage([]);
  if (rest?.more === false) return onePage(first.value);
  if (rest?.objects === undefined || first.value.length + rest.objects > most) {
    await pages.return?.();
    return undefined;
  }
  return following(first.value, { [Symbol.asyncIterator]: () => pages });
}

async function* onePage(page: KubeObject[]): AsyncIterable<KubeObject[]> {
  yield page;
}

async function* following(first: KubeObject[], others: AsyncIterable<KubeObject[]>): AsyncIterable<KubeObject[]> {
  yield first;
  yield* others;
}
