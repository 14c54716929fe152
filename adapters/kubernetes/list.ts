import { KubeferryError } from '../../core/base/errors.ts';
import { outsideText } from '../../core/base/outside/outside-text.ts';
import type { ListOptions } from '../../kube/cluster-api.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import type { ServedResource } from '../../kube/served-resource.ts';
import { listIn } from './answers.ts';
import type { Call } from './call.ts';
import { refusal, statusOf } from './failures.ts';
import { collectionPath } from './paths.ts';

const OBJECTS_A_PAGE = 500;
/** Of one kind: ten million objects, far beyond what etcd holds, so that a server which never ends is found out. */
const MOST_PAGES = 20_000;
/** A function has 15 minutes at most, and says by itself what kept it. */
const MOST_MILLISECONDS = 10 * 60_000;

/** Metadata alone; a server that does not know the form answers whole objects, which have it too. */
/** As `METADATA`, of one object. */
export const METADATA_OF_ONE = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';
export const METADATA = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

/** What is asked for in pages. */
interface Listing extends ListOptions {
  what: string;
  accept?: string;
}

/** Yields page after page of objects, whole ones unless only their metadata is asked for. */
export async function* list(call: Call, resource: ServedResource, options: ListOptions): AsyncIterable<KubeObject[]> {
  const what = `list ${resource.apiVersion} ${resource.resource}${options.namespace ? ` of ${options.namespace}` : ''}`;
  const accept = options.metadataOnly ? METADATA : undefined;
  for await (const items of pages(call, resource, { ...options, what, accept }))
    yield items.map((item) =>
      withKind(options.metadataOnly ? { ...NO_KIND, metadata: item.metadata } : item, resource),
    );
}

const NO_KIND = { apiVersion: '', kind: '' };

/**
 * Yields page after page, as they come. When the snapshot behind the pages expires (410), the server's Status has a token
 * that goes on after the last key at today's state, so nothing comes twice
 * (https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks).
 * A list that goes on from an earlier one and gets no such token begins again, and says so. A page that is too large for the way (413) is asked for by halves: the token says where to go on, not how far
 * (k8s.io/apiserver/pkg/storage/continue.go).
 */
export async function* pages(call: Call, resource: ServedResource, listing: Listing): AsyncIterable<KubeObject[]> {
  const { namespace, labelSelector, fieldSelector, what, accept } = listing;
  let limit = listing.limit ?? OBJECTS_A_PAGE;
  let token = listing.from;
  let again = false;
  const began = performance.now();
  for (let asked = 1; ; asked++) {
    if (asked > MOST_PAGES || performance.now() - began > MOST_MILLISECONDS) throw endless(what, asked - 1);
    const query = { limit, labelSelector, fieldSelector, continue: token };
    const request = { method: 'GET', path: collectionPath(resource, namespace, query), accept } as const;
    const { status, body } = await call(what, request, token ? [410, 413] : [413]);
    if (status === 413) {
      if (limit === 1) throw refusal(what, status, body);
      limit = Math.ceil(limit / 2);
      continue;
    }
    if (status === 410) {
      again = token === listing.from && tokenIn(body) === undefined;
      token = again ? undefined : tokenAfterExpiry(what, body);
      continue;
    }
    const page = listIn(what, body);
    const next = page.metadata?.continue || undefined;
    if (next !== undefined && next === token) throw endless(what, asked);
    token = next;
    listing.told?.({
      more: token !== undefined,
      objects: page.metadata?.remainingItemCount,
      token,
      ...(again ? { again } : {}),
    });
    if (page.items.length > 0) yield page.items;
    if (!token) return;
  }
}

function endless(what: string, pages: number): KubeferryError {
  const text =
    `Could not ${what}: after ${pages} pages the server still says that there are more. ` +
    'Look at the API server, or the service behind its APIService, or leave the kind out (selection.excludeKinds).';
  return new KubeferryError('ClusterUnreachable', text);
}

const tokenIn = (body: unknown) => statusOf(body).metadata?.continue || undefined;

function tokenAfterExpiry(what: string, body: unknown): string {
  const status = statusOf(body);
  const next = tokenIn(body);
  if (next) return next;
  const text = `Could not ${what} to its end: ${outsideText(status.message ?? 'it expired')}; it has to start over.`;
  throw new KubeferryError('Unavailable', text);
}

/** Items of a typed list lack apiVersion and kind. */
function withKind(item: KubeObject, { apiVersion, kind }: ServedResource): KubeObject {
  return item.kind ? item : { ...item, apiVersion, kind };
}
