import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { readAhead } from '../../base/read-ahead.ts';
import { type ListedPage, listPages, type PlaceInKind } from './list-pages.ts';

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
 * The objects of one namespaced kind in the namespaces, page after page, from where an earlier export stopped. One list of the
 * whole cluster takes the place of one for each namespace where it costs the API server no more: most kinds have few objects,
 * and each list is a round trip. The first page says how many objects follow (remainingItemCount); when there are too many, the
 * namespaces are listed one by one. Secrets always are: those of namespaces that are not selected are not even read.
 */
export async function* listKind(
  api: ClusterApi,
  resource: ServedResource,
  { namespaces, isEverything, labelSelector }: Listed,
  from: PlaceInKind = {},
): AsyncIterable<ListedPage> {
  if (from.namespace === undefined && namespaces.length > 1 && !isSecret(resource)) {
    const worth = namespaces.length * OBJECTS_A_LIST;
    const most = isEverything ? namespaces.length * PAGE : worth;
    const options = { labelSelector, limit: Math.min(PAGE, worth), from: from.token, again: from.again };
    const whole = from.token
      ? listPages(api, resource, options, tokenAlone)
      : await wholeCluster(api, resource, options, most);
    if (whole) {
      const selected = new Set(namespaces);
      const isIn = ({ metadata }: KubeObject) => selected.has(metadata.namespace ?? '');
      for await (const page of whole) yield { ...page, objects: page.objects.filter(isIn) };
      return;
    }
  }
  const first = from.namespace ?? 0;
  const rest = namespaces.slice(first).map((namespace, at) => ({ namespace, at: first + at }));
  yield* readAhead(rest, NAMESPACES_AT_ONCE, ({ namespace, at }) => {
    const options = { namespace, labelSelector, ...(at === first ? { from: from.token, again: from.again } : {}) };
    return listPages(api, resource, options, (token) => (token ? { namespace: at, token } : { namespace: at + 1 }));
  });
}

const isSecret = ({ apiVersion, kind }: ServedResource) => apiVersion === 'v1' && kind === 'Secret';

const tokenAlone = (token: string | undefined) => (token ? { token } : undefined);

/** Undefined when there are more than `most` objects, or nobody knows how many. */
async function wholeCluster(
  api: ClusterApi,
  resource: ServedResource,
  options: Parameters<typeof listPages>[2],
  most: number,
): Promise<AsyncIterable<ListedPage> | undefined> {
  const pages = listPages(api, resource, options, tokenAlone)[Symbol.asyncIterator]();
  const first = await pages.next();
  if (first.done) return undefined;
  const { rest, objects } = first.value;
  if (rest?.more !== false && (rest?.objects === undefined || objects.length + rest.objects > most)) {
    await pages.return?.(undefined);
    return undefined;
  }
  return following(first.value, { [Symbol.asyncIterator]: () => pages });
}

async function* following(first: ListedPage, others: AsyncIterable<ListedPage>): AsyncIterable<ListedPage> {
  yield first;
  yield* others;
}
