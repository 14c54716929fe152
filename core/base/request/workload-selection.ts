import type { Problem } from '../errors.ts';
import type { Request } from './request.ts';
import { workloadNamed } from './workload-name.ts';

/** A workload is in one namespace, which is the one that the run is about. */
export function withWorkloadsNamespace(request: Request): Request {
  const { workload, namespaces } = request.selection;
  const named = workload === undefined ? undefined : workloadNamed(workload);
  if (!named || namespaces.length > 0) return request;
  return { ...request, selection: { ...request.selection, namespaces: [named.namespace] } };
}

/** What a selection of one workload cannot say besides. */
export function workloadProblems({ selection }: Pick<Request, 'selection'>): Problem[] {
  const { workload, namespaces, allNamespaces, labelSelector, includeKinds, objects } = selection;
  if (workload === undefined) return [];
  const { namespace } = workloadNamed(workload) ?? {};
  const others = Object.entries({ allNamespaces, labelSelector, includeKinds, objects }).filter(([, value]) => value);
  return [
    ...(namespaces.some((each) => each !== namespace)
      ? [
          at(
            'namespaces',
            `"${workload}" and what is copied with it are in namespace ${namespace}; leave the others out.`,
          ),
        ]
      : []),
    ...others.map(([field]) =>
      at(field, `selection.workload says already what is copied; leave ${field} out, or workload.`),
    ),
  ];
}

const at = (field: string, message: string): Problem => ({ at: `selection.${field}`, message });
