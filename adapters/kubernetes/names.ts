import { KubeferryError } from '../../core/base/errors.ts';
import type { ObjectRef } from '../../kube/kube-object.ts';
import { listIn } from './answers.ts';
import type { Call } from './call.ts';
import type { Kinds } from './kinds.ts';
import { METADATA, pages } from './list.ts';
import { collectionPath } from './paths.ts';

/**
 * Names and uids of one kind. `resourceVersion=0` is answered from the server's watch cache, without a word to etcd
 * (https://kubernetes.io/docs/reference/using-api/api-concepts/#semantics-for-get-and-list).
 */
export async function names(call: Call, kinds: Kinds, of: Omit<ObjectRef, 'name'>): Promise<Map<string, string>> {
  const resource = await kinds.find(of.apiVersion, of.kind);
  if (!resource) return new Map();
  const path = collectionPath(resource, of.namespace, { resourceVersion: '0' });
  const what = `look what ${resource.resource} are there${of.namespace ? ` in ${of.namespace}` : ''}`;
  const { status, body } = await call(what, { method: 'GET', path, accept: METADATA }, [413]);
  if (status === 413) return fromPages(pages(call, resource, { namespace: of.namespace, what, accept: METADATA }));
  return named(listIn(what, body).items);
}

type Named = { metadata: { name: string; uid?: string } };

/** One without a uid could be told from none at all by nobody. */
function named(items: Named[]): Map<string, string> {
  return new Map(
    items.map(({ metadata: { name, uid } }) => {
      if (uid) return [name, uid];
      throw new KubeferryError(
        'Unavailable',
        `The cluster API lists "${name}" without a uid, so it cannot be told whose it is.`,
      );
    }),
  );
}

/** Too many for one answer: the watch cache knows no pages, so these come from etcd. */
async function fromPages(found: AsyncIterable<Named[]>): Promise<Map<string, string>> {
  const all: Named[] = [];
  for await (const items of found) all.push(...items);
  return named(all);
}
