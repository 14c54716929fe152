import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { groupOf } from '../../../kube/kube-object.ts';
import type { Request } from '../../base/request/request.ts';
import { listIn } from '../../plan/quiesce/scalable.ts';
import { operatedKind } from '../../translate/recipes/recipes.ts';
import { isSelected } from '../../translate/selection.ts';

type AskedHook = Request['quiesce']['hooks'][number];

/** A hook of the request, or of a recipe: a database of an operator may have no pod, as one that is hibernated. */
export type Hook = AskedHook & { mayHaveNone?: true };

/**
 * The hooks that the recipes of operators have for the selected databases; none unless the request asks for them. Two resources of
 * one database, such as a PerconaPGCluster and the PostgresCluster that is made of it, have one hook.
 */
export async function operatorHooks(
  api: ClusterApi,
  { quiesce, selection }: Pick<Request, 'quiesce' | 'selection'>,
  namespaces: string[],
): Promise<Hook[]> {
  if (!quiesce.operators) return [];
  const hooks = new Map<string, Hook>();
  const { resources } = await api.discover();
  const seen = new Set<string>();
  for (const resource of resources) {
    const kind = `${groupOf(resource.apiVersion)}/${resource.kind}`;
    const hook = operatedKind(kind)?.data?.hook;
    if (!hook || seen.has(kind)) continue;
    // A kind is served in several versions, each with the same objects.
    seen.add(kind);
    for await (const object of listIn(api, resources, resource, namespaces)) {
      const { namespace = '', name } = object.metadata;
      if (!isSelected(object, selection)) continue;
      const { use, container } = hook;
      const found: Hook = { namespace, labelSelector: hook.pods(name), container, use, mayHaveNone: true };
      hooks.set(JSON.stringify(found), found);
    }
  }
  return [...hooks.values()];
}
