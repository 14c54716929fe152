import { KubeferryError } from '../../core/errors.ts';
import type { ServedResource } from '../../core/manifests/context.ts';
import type { KubeObject } from '../../core/manifests/kube-object.ts';
import type { ListOptions } from '../../core/ports/cluster-api.ts';
import type { Call } from './call.ts';
import { statusOf } from './failures.ts';
import { collectionPath } from './paths.ts';

const OBJECTS_A_PAGE = 500;

interface Page {
  metadata: { continue?: string };
  /** Null when empty, from some aggregated servers. */
  items: KubeObject[] | null;
}

/**
 * Yields page after page. When the snapshot behind the pages expires (410), the server's Status has a token that goes
 * on after the last key at today's state, so nothing comes twice
 * (https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks).
 */
export async function* list(call: Call, resource: ServedResource, options: ListOptions): AsyncIterable<KubeObject[]> {
  const { namespace, labelSelector, fieldSelector, limit = OBJECTS_A_PAGE } = options;
  const what = `list ${resource.apiVersion} ${resource.resource}${namespace ? ` of ${namespace}` : ''}`;
  let token: string | undefined;
  do {
    const query = { limit, labelSelector, fieldSelector, continue: token };
    const path = collectionPath(resource, namespace, query);
    const { status, body } = await call(what, { method: 'GET', path }, token ? [410] : []);
    if (status === 410) {
      token = tokenAfterExpiry(what, body);
      continue;
    }
    const page = body as Page;
    token = page.metadata.continue || undefined;
    if (page.items?.length) yield page.items.map((item) => withKind(item, resource));
  } while (token);
}

function tokenAfterExpiry(what: string, body: unknown): string {
  const status = statusOf(body);
  if (status.metadata?.continue) return status.metadata.continue;
  const text = `Could not ${what} to its end: ${status.message ?? 'it expired'}; it has to start over.`;
  throw new KubeferryError('Unavailable', text);
}

/** Items of a typed list lack apiVersion and kind. */
function withKind(item: KubeObject, { apiVersion, kind }: ServedResource): KubeObject {
  return item.kind ? item : { ...item, apiVersion, kind };
}
